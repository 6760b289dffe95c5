import { StokesError, toProblem } from '../../contract/errors'
import type { ExportedCases, ExportFormat } from '../../contract/exchange'
import { exportCases } from '../../instrument/services/exchange/exportCases'
import { exportOnRecord } from '../../instrument/services/exchange/exportOnRecord'
import { researchKeyOf, researchKeyPlace } from '../../instrument/services/exchange/researchKey'
import { readCaseLogWhile } from '../../instrument/services/readCaseLog'
import { caseLogPath } from '../../instrument/services/createServices'
import { dataFolder } from '../../shared/paths'
import { interruption } from '../learning/interruption'
import type { CaseLog } from '../../storage/openCaseLog'
import { noteIfPossible } from '../noteIfPossible'
import { answer, tell } from '../output'
import { readKey } from '../readKey'

export interface ExportCommandOptions {
  db?: string
  format: ExportFormat
  case?: string
  all?: boolean
  search?: string
  out: string
  from?: string
  deidentify?: boolean
  researchKey?: string
  json?: boolean
}

/** Measurements between two lines of progress. */
const TOLD_EVERY = 100

/** Writes cases of a case log in a format that others read, and has it on record. */
export async function exportCommand(options: ExportCommandOptions): Promise<void> {
  const chosen = chosenOf(options)
  const signal = interruption(
    'The export was interrupted.',
    'The files that were finished are whole.',
    'exchange.cancelled',
  )
  const db = options.db ?? caseLogPath(dataFolder())
  const { format, out } = options
  const note = (ended: string | null) => {
    const exported = { chosen, format, deidentified: options.deidentify ?? false, out, ended }
    noteIfPossible(db, 'stokes export', 'exported', (log) => exportOnRecord(log, exported))
  }
  const report = await readCaseLogWhile(db, (log) =>
    exportCases({
      log,
      chosen,
      format: options.format,
      out: options.out,
      site: options.from,
      deidentifyKey: options.deidentify ? researchKey(options, log) : undefined,
      signal,
      onProgress: (count) => {
        if (count % TOLD_EVERY === 0) tell(`${count} measurements`)
      },
    }),
  ).catch((error: unknown) => {
    const { code, message } = toProblem(error)
    // Some files may be whole, but of what could not be asked or read.
    if (!/^(storage|usage)\./.test(code)) note(message)
    throw error
  })
  note(null)
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

/** The key of the researcher, else the one that the case log has for this, or that the window has made beside it. */
function researchKey({ researchKey: path }: ExportCommandOptions, log: CaseLog): Uint8Array {
  if (path !== undefined) return readKey(path)
  const place = researchKeyPlace(log)
  if (place.kind === 'log' || place.isThere) return researchKeyOf(log)
  throw new StokesError('usage.invalid', 'There is no key that ids and dates could be replaced by.', {
    tip: 'Make one with "stokes key new --out FILE" and give it: --research-key FILE.',
  })
}
