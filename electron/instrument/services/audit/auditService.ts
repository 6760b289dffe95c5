import { proxy, type Remote } from 'comlink'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { AuditFilters, AuditPage, AuditQuery, LastCheck, RecordCheck } from '../../../contract/audit'
import { StokesError } from '../../../contract/errors'
import type { Clock } from '../../../shared/clock'
import type { RecordThread } from '../../workers/recordWorker'
import type { CaseLogDesk } from '../caseLogDesk'
import type { CaseLogReads } from '../caseLogReads'
import { startWorker } from '../startWorker'
import { unfinishedCsv } from './writeAuditCsv'

interface AuditServiceOptions {
  caseLogPath: string
  caseLog: Remote<CaseLogDesk>
  /** Of those who look at much at once. */
  reads: () => Remote<Pick<CaseLogReads, 'audit'>>
  clock: Clock
}

/** The audit to be looked at, and the record to be checked, beside whoever writes. */
export class AuditService {
  private working = false

  constructor(private readonly options: AuditServiceOptions) {}

  /**
   * The check is remembered in the case log.
   * @throws StokesError `storage.*`, `usage.invalid` while another runs
   */
  async check(onProgress: (done: number, total: number) => void, signal: AbortSignal): Promise<RecordCheck> {
    const { caseLog, caseLogPath } = this.options
    const check = await this.onThread((thread) => thread.check(caseLogPath, proxy(onProgress)), signal)
    const { ok, rows, seconds, findings } = check
    // Where nothing may be written any more, it is at least shown.
    await caseLog.events
      .add('recordChecked', { ok, rows, seconds, findings: findings.length })
      .catch(() => undefined)
    return check
  }

  async lastCheck(): Promise<LastCheck | null> {
    const event = await this.options.caseLog.events.newest('recordChecked')
    if (!event) return null
    const { ok, rows, seconds, findings } = event.details
    return {
      ok: ok === true,
      checkedAt: event.at,
      rows: Number(rows),
      seconds: Number(seconds),
      findings: Number(findings),
    }
  }

  list(query: AuditQuery): Promise<AuditPage> {
    return this.options.reads().audit(query)
  }

  async export(
    { filters, folder }: { filters: AuditFilters; folder: string },
    onProgress: (lines: number) => void,
    signal: AbortSignal,
  ): Promise<{ lines: number; file: string }> {
    const { caseLogPath, clock } = this.options
    const file = join(folder, `audit ${clock.timestamp().slice(0, 19).replaceAll(':', '-')}.csv`)
    try {
      const write = (thread: Remote<RecordThread>) =>
        thread.writeCsv(caseLogPath, filters, file, proxy(onProgress))
      return { lines: await this.onThread(write, signal), file }
    } finally {
      await rm(unfinishedCsv(file), { force: true })
    }
  }

  private async onThread<T>(
    work: (thread: Remote<RecordThread>) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    if (this.working) {
      throw new StokesError('usage.invalid', 'The record is being read already.', {
        tip: 'Wait until that is done, or end it.',
      })
    }
    this.working = true
    // Brings the case log to this schema, if that was not done yet.
    try {
      await this.options.caseLog.describe()
      return await this.endedBy(work, signal)
    } finally {
      this.working = false
    }
  }

  private async endedBy<T>(
    work: (thread: Remote<RecordThread>) => Promise<T>,
    signal: AbortSignal,
  ): Promise<T> {
    let end: (reason: Error) => void = () => undefined
    const ended = new Promise<never>((_resolve, reject) => (end = reject))
    const thread = startWorker<RecordThread>('recordWorker', null, end)
    const cancel = (): void => {
      end(new StokesError('exchange.cancelled', 'The record was not read to its end.'))
    }
    signal.addEventListener('abort', cancel, { once: true })
    if (signal.aborted) cancel()
    try {
      return await Promise.race([work(thread.api), ended])
    } finally {
      signal.removeEventListener('abort', cancel)
      // It only reads: it can be ended wherever it is.
      await thread.stop()
    }
  }
}
