import type { AuditFilters } from '../../contract/audit'
import { systemClock } from '../../shared/clock'
import { checkRecord } from '../services/audit/checkRecord'
import { writeAuditCsv } from '../services/audit/writeAuditCsv'
import { exposeWorker } from './exposeWorker'

/** What reads the whole record: on a thread of its own, which is gone afterwards. */
const recordThread = {
  check: (path: string, onProgress: (done: number, total: number) => void) =>
    checkRecord(path, systemClock, onProgress),
  writeCsv: (path: string, filters: AuditFilters, file: string, onProgress: (lines: number) => void) =>
    writeAuditCsv(path, filters, file, onProgress),
}
export type RecordThread = typeof recordThread

exposeWorker(recordThread)
