import type { ExportedCases } from '../../../contract/exchange'
import type { CaseLog } from '../../../storage/openCaseLog'

const PAGE = 200

/** The ids of the lesions that are meant, the newest first. */
export function* chooseCases(log: CaseLog, chosen: ExportedCases): Generator<string> {
  if (chosen !== 'all' && 'lesionId' in chosen) {
    yield log.lesions.get(chosen.lesionId).id
    return
  }
  const search = chosen === 'all' ? '' : chosen.search
  let cursor: string | null = null
  do {
    const page = log.cases.list({ search, limit: PAGE, cursor })
    for (const { lesion } of page.rows) yield lesion.id
    cursor = page.next
  } while (cursor !== null)
}

export function countCases(log: CaseLog, chosen: ExportedCases): number {
  if (chosen !== 'all' && 'lesionId' in chosen) return 1
  return log.cases.list({ search: chosen === 'all' ? '' : chosen.search, limit: 1, cursor: null }).total
}
