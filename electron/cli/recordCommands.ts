import { Option, type Command } from 'commander'
import type { VerifyOptions } from './commands/verify'

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what is asked of the record: `stokes verify`. */
export function addRecord(stokes: Command): void {
  stokes
    .command('verify')
    .description('say which rows of a case log were changed, removed, added or moved past Stokes')
    .addOption(db())
    .addOption(json())
    .action(async (options: VerifyOptions) => {
      ;(await import('./commands/verify')).verify(options)
    })
}
