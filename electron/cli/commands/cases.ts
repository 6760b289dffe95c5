import { caseQuerySchema, type CasePage, type CaseRow } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { caseLogPath } from '../../instrument/services/createServices'
import { readCaseLog } from '../../instrument/services/readCaseLog'
import { dataFolder } from '../../shared/paths'
import { answer } from '../output'

/** Lists of words, as they are given: `--answer benign,none`. */
export interface CasesOptions {
  db?: string
  search?: string
  answer?: string
  diagnosis?: string
  site?: string
  skinType?: string
  origin?: string
  model?: string
  from?: string
  to?: string
  limit?: number
  cursor?: string
  json?: boolean
}

/** Lists the cases of a case log, those that changed last first. */
export function cases({ db = caseLogPath(dataFolder()), json, ...options }: CasesOptions): void {
  const query = queryOf(options)
  const page = readCaseLog(db, (log) => log.cases.list(query))
  answer(page, { json }, () => inWords(page))
}

function queryOf(options: Omit<CasesOptions, 'db' | 'json'>) {
  const { search = '', limit, cursor = null, from = null, to = null } = options
  const words = (list: string | undefined) =>
    list === undefined ? [] : list.split(',').map((word) => word.trim())
  const parsed = caseQuerySchema.safeParse({
    ...{ search, cursor, limit },
    filters: {
      ...{ from, to },
      answers: words(options.answer),
      diagnoses: words(options.diagnosis),
      bodySites: words(options.site),
      skinTypes: words(options.skinType).map(Number),
      origins: words(options.origin),
      models: words(options.model),
    },
  })
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const path = issue!.path.filter((part) => typeof part === 'string').at(-1) ?? 'query'
  throw new StokesError('usage.invalid', `The cases cannot be chosen so: ${path}: ${issue!.message}.`, {
    tip: '`stokes cases --help` names what can be given.',
  })
}

function inWords({ rows, total, uncounted, next }: CasePage): string {
  return [
    ...(total === null ? [] : [`${uncounted ? 'more than ' : ''}${total} ${total === 1 ? 'case' : 'cases'}`]),
    ...rows.map(lineOf),
    ...(next === null ? [] : [`more with --cursor ${next}`]),
  ].join('\n')
}

function lineOf({ lesion, patient, lastChangedAt, acquisitions, answer: said, diagnosis }: CaseRow): string {
  const probability = said?.probability === null || !said ? '' : ` ${said.probability.toFixed(2)}`
  return [
    lesion.id,
    lastChangedAt.slice(0, 16).replace('T', ' '),
    patient.pseudonym,
    lesion.bodySite,
    lesion.origin,
    `${acquisitions} measured`,
    `${said ? (said.label ?? `no answer (${said.withheld})`) : 'not answered'}${probability}`,
    diagnosis ? `${diagnosis.lesionClass} (${diagnosis.source})` : 'no diagnosis',
  ].join('  ')
}
