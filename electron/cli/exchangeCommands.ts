import { Option, type Command } from 'commander'
import { exportFormatSchema } from '../contract/exchange'
import type { ExportCommandOptions } from './commands/export'

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what goes in and out of a case log: `stokes export` and `stokes import`. */
export function addExchange(stokes: Command): void {
  stokes
    .command('export')
    .description('write cases in a format that others read (docs/exchange.md)')
    .addOption(db())
    .addOption(
      new Option('--format <format>', 'how').choices(exportFormatSchema.options).makeOptionMandatory(),
    )
    .option('--case <id>', 'the case of this lesion')
    .option('--search <words>', 'the cases that a search finds')
    .option('--all', 'every case')
    .requiredOption(
      '--out <path>',
      'a file for json and parquet, a folder for formats of one file a measurement',
    )
    .addOption(json())
    .action(async (options: ExportCommandOptions) =>
      (await import('./commands/export')).exportCommand(options),
    )
}
