import type { EventDetails } from '../../../contract/audit'
import type { ExportedCases, ExportFormat } from '../../../contract/exchange'
import type { CaseLog } from '../../../storage/openCaseLog'
import { chooseCases } from './chooseCases'

/** What went out, and whether it did as a whole. */
export interface NotedExport {
  chosen: ExportedCases
  format: ExportFormat
  deidentified: boolean
  out: string | null
  /** Null where all of it was written; else why not. */
  ended: string | null
}

/** More ids are counted, not listed. */
const MOST_IDS = 1000

/** The details of the event `exported`. */
export function exportOnRecord(log: CaseLog, { chosen, ...noted }: NotedExport): EventDetails {
  const cases: string[] = []
  let count = 0
  for (const lesionId of chooseCases(log, chosen)) {
    if (count++ < MOST_IDS) cases.push(lesionId)
  }
  return { ...noted, count, cases }
}
