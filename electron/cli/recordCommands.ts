import { Option, type Command } from 'commander'
import type { ReprocessOptions } from './commands/reprocess'
import type { VerifyOptions } from './commands/verify'

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what is asked of the record: `stokes verify` and `reprocess`. */
export function addRecord(stokes: Command): void {
  stokes
    .command('verify')
    .description('say which rows of a case log were changed, removed, added or moved past Stokes')
    .addOption(db())
    .addOption(json())
    .action(async (options: VerifyOptions) => {
      ;(await import('./commands/verify')).verify(options)
    })

  stokes
    .command('reprocess')
    .description('compute stored answers again from their raw frames: same to the bit, or what differs')
    .addOption(db())
    .option('--case <id>', 'of this lesion alone')
    .option('--acquisition <id>', 'of this measurement alone')
    .option('--model <dir>', 'with this model, instead of the one that gave the answer')
    .option('--engine <name>', 'on this engine alone')
    .option('--keep', 'store the new answers beside the old ones')
    .addOption(new Option('--json', 'a JSON document for each answer, a line each'))
    .action(async (options: ReprocessOptions) => (await import('./commands/reprocess')).reprocess(options))
}
