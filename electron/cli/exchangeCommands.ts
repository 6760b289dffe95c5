import { Option, type Command } from 'commander'
import { exportFormatSchema } from '../contract/exchange'
import { bodySites } from '../contract/cases'
import type { ExportCommandOptions } from './commands/export'
import type { ImportCommandOptions } from './commands/import'
import { numberOf } from './numberOf'

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
      'a file for json and parquet, else a folder; a file where there is one measurement, or one case',
    )
    .option('--from <name>', 'what an archive calls this place, where its signatures are shown')
    .option('--deidentify', 'for research: ids hashed, dates moved, free text left out')
    .option('--research-key <file>', 'key for that; without it, the one of an encrypted case log')
    .addOption(json())
    .action(async (options: ExportCommandOptions) =>
      (await import('./commands/export')).exportCommand(options),
    )

  stokes
    .command('import')
    .description('bring spectra of files into a case log, as replayed cases: all of the files, or none')
    .argument(
      '<files...>',
      'text, CSV, LabSpec, B&W Tek, ENLIGHTEN, JCAMP-DX, SPC, WDF, or the archive of a case',
    )
    .addOption(db())
    .option('--patient <pseudonym>', 'whom the lesions belong to; of an archive, the pseudonym in its place')
    .addOption(new Option('--site <site>', 'where the lesions are').choices(bodySites).default('other'))
    .addOption(new Option('--side <side>', 'of the patient').choices(['left', 'right', 'midline']))
    .option('--operator <name>', 'who imports', 'command line')
    .addOption(new Option('--axis <unit>', 'of files that do not say it').choices(['cm-1', 'nm']))
    .option(
      '--laser <nm>',
      'wavelength of the laser, of files that do not say it',
      numberOf({ min: 100, max: 10_000 }),
    )
    .addOption(json())
    .action(async (files: string[], options: ImportCommandOptions) =>
      (await import('./commands/import')).importCommand(files, options),
    )
}
