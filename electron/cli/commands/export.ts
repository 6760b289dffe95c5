import { StokesError } from '../../contract/errors'
import type { ExportedCases, ExportFormat } from '../../contract/exchange'
import { exportCases } from '../../instrument/services/exchange/exportCases'
import { readCaseLogWhile } from '../../instrument/services/readCaseLog'
import { caseLogPath } from '../../instrument/services/createServices'
import { dataFolder } from '../../shared/paths'
import { interruption } from '../learning/interruption'
import type { CaseLog } from '../../storage/openCaseLog'
import { answer, tell } from '../output'
import { readKey } from '../readKey'

export interface ExportCommandOptions {
  db?: string
  format: ExportFormat
  case?: string
  all?: boolean
  search?: string
  out: string
  deidentify?: boolean
  researchKey?: string
  json?: boolean
}

/** Measurements between two lines of progress. */
const TOLD_EVERY = 100

/** Writes cases of a case log in a format that others read. The case log is only read. */
export async function exportCommand(options: ExportCommandOptions): Promise<void> {
  const chosen = chosenOf(options)
  const signal = interruption(
    'The export was interrupted.',
    'The files that were finished are whole.',
    'exchange.cancelled',
  )
  const report = await readCaseLogWhile(options.db ?? caseLogPath(dataFolder()), (log) =>
    exportCases({
      log,
      chosen,
      format: options.format,
      out: options.out,
      deidentifyKey: options.deidentify ? researchKey(options, log) : undefined,
      signal,
      onProgress: (count) => {
        if (count % TOLD_EVERY === 0) tell(`${count} measurements`)
      },
    }),
  )
  answer(report, options, () => {
    const { cases, measurements, files } = report
    return `${measurements} measurements of ${cases} cases, in ${files.length} files: ${options.out}`
  })
}

function chosenOf({ case: lesionId, all, search }: ExportCommandOptions): ExportedCases {
  const given = [lesionId, search, all || undefined].filter((one) => one !== undefined)
  if (given.length === 1) {
    if (lesionId !== undefined) return { lesionId }
    return search === undefined ? 'all' : { search }
  }
  throw new StokesError('usage.invalid', 'It is not said which cases to export.', {
    tip: 'Give one of --case ID, --search WORDS and --all.',
  })
}

/** The key of the researcher, else the one that an encrypted case log has for this. */
function researchKey({ researchKey: path }: ExportCommandOptions, log: CaseLog): Uint8Array {
  if (path !== undefined) return readKey(path)
  if (log.keys) return log.keys.pseudonyms
  throw new StokesError('usage.invalid', 'There is no key that ids and dates could be replaced by.', {
    tip: 'Make one with "stokes key new --out FILE" and give it: --research-key FILE.',
  })
}
