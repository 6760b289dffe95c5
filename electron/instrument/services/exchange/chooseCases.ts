import { caseQuerySchema, type CasePage } from '../../../contract/cases'
import type { ExportedCases } from '../../../contract/exchange'
import type { CaseLog } from '../../../storage/openCaseLog'

const PAGE = 200

/** The ids of the lesions that are meant, the newest first. */
export function* chooseCases(log: CaseLog, chosen: ExportedCases): Generator<string> {
  if (chosen !== 'all' && 'lesionId' in chosen) {
    yield log.lesions.get(chosen.lesionId).id
    return
  }
  const { search, filters } = chosen === 'all' ? { search: '', filters: undefined } : chosen
  let cursor: string | null = null
  do {
    const page: CasePage = log.cases.list(caseQuerySchema.parse({ search, filters, limit: PAGE, cursor }))
    for (const { lesion } of page.rows) yield lesion.id
    cursor = page.next
  } while (cursor !== null)
}
