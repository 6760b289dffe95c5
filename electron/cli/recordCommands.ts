import { Option, type Command } from 'commander'
import { bodySites, caseAnswerSchema, lesionClassSchema } from '../contract/cases'
import type { CasesOptions } from './commands/cases'
import type { ReprocessOptions } from './commands/reprocess'
import type { ReprocessBatchOptions } from './commands/reprocessBatch'
import type { VerifyOptions } from './commands/verify'
import { numberOf } from './numberOf'

type BatchOptions = ReprocessBatchOptions & {
  batch?: boolean
  batches?: boolean
  outcome?: string
  csv?: string
}

const json = () => new Option('--json', 'answer as one JSON document')
const db = () => new Option('--db <file>', 'the case log; without it, that of the application')

/** Adds what is asked of the record: `stokes cases`, `verify` and `reprocess`. */
export function addRecord(stokes: Command): void {
  const any = (words: readonly string[]) => `any of ${words.join(', ')}; several with commas`
  stokes
    .command('cases')
    .description('list the cases of a case log, those that changed last first')
    .addOption(db())
    .option('--search <words>', 'in pseudonym, body site, description and notes')
    .option('--answer <list>', `what the newest answer says: ${any(caseAnswerSchema.options)}`)
    .option('--diagnosis <list>', `the one that counts: ${any([...lesionClassSchema.options, 'none'])}`)
    .option('--site <list>', any(bodySites))
    .option('--skin-type <list>', 'Fitzpatrick, 1 to 6; 0 for not known')
    .option('--origin <list>', any(['simulated', 'replayed', 'instrument']))
    .option('--model <list>', 'hashes of the models that answered')
    .option('--from <day>', 'changed on this day or later, such as 2026-11-23')
    .option('--to <day>', 'changed on this day or before')
    .option('--limit <n>', 'how many at once (50)', numberOf({ integer: true, min: 1, max: 200 }))
    .option('--cursor <word>', 'go on where the page before ended')
    .addOption(json())
    .action(async (options: CasesOptions) => {
      ;(await import('./commands/cases')).cases(options)
    })

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
    .addOption(new Option('--all', 'all of them, as without this word').conflicts(['case', 'acquisition']))
    .option('--case <id>', 'of this lesion alone')
    .option('--acquisition <id>', 'of this measurement alone')
    .option('--model <dir>', 'with this model, instead of the one that gave the answer')
    .option('--recipe <file|name>', 'by this recipe: without the model, unless it is its own')
    .option('--engine <name>', 'on this engine alone')
    .option('--keep', 'store answers that are others than the newest beside the old ones')
    .addOption(new Option('--batch', 'as a batch that is kept: it can be resumed').conflicts('keep'))
    .addOption(
      new Option('--resume <id>', 'go on with a batch').conflicts([
        'keep',
        'all',
        'case',
        'acquisition',
        'recipe',
        'engine',
      ]),
    )
    .option('--batches', 'list the batches')
    .option('--outcome <id>', 'what came of a batch')
    .option('--csv <file>', 'with --outcome: a line for each measurement')
    .addOption(new Option('--json', 'a JSON document for each answer, a line each'))
    .action(async ({ batch, batches, outcome, csv, ...options }: ReprocessOptions & BatchOptions) => {
      if (batches || outcome !== undefined || batch || options.resume !== undefined) {
        const { listBatches, reprocessBatch, tellOutcome } = await import('./commands/reprocessBatch')
        if (batches) listBatches(options)
        else if (outcome !== undefined)
          await tellOutcome({ ...options, outcome, ...(csv !== undefined && { csv }) })
        else await reprocessBatch(options)
      } else await (await import('./commands/reprocess')).reprocess(options)
    })
}
