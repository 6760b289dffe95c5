import type { ReprocessingProgress } from '../../../contract/reprocessing'
import type { Clock } from '../../../shared/clock'
import type { NewReprocessedResult } from '../../../storage/repositories/reprocessings'

/** Rows that are written together: a frame that comes meanwhile waits a few milliseconds. */
const ROWS_AT_ONCE = 32
/** At least so often is written, and told, what was done. */
const EVERY_MS = 1000

interface RunReprocessingOptions {
  total: number
  done: number
  /** Null when nothing is left. */
  next: () => Promise<NewReprocessedResult | null>
  /** On the disk when it resolves. */
  record: (rows: NewReprocessedResult[]) => Promise<void> | void
  /** Null where nothing more urgent is done; else resolves when that has come to its end. */
  wait?: () => Promise<void> | null
  onProgress: (progress: Omit<ReprocessingProgress, 'id'>) => void
  clock: Pick<Clock, 'monotonicMs'>
  signal: AbortSignal
}

/**
 * Computes a batch, one measurement after the other, until nothing is left or the signal aborts; what was computed is written then, and
 * when the next one fails. Between two measurements it waits for whatever is more urgent, and writes nothing meanwhile.
 *
 * @returns how long it worked, without waiting, ms
 */
export async function runReprocessing(options: RunReprocessingOptions): Promise<number> {
  const { total, next, record, wait = () => null, onProgress, clock, signal } = options
  let { done } = options
  let rows: NewReprocessedResult[] = []
  let waitedMs = 0
  const [begun, doneBefore] = [clock.monotonicMs(), done]
  // The first is written at once: whoever looks sees that it goes.
  let written = -Infinity
  const workedMs = () => clock.monotonicMs() - begun - waitedMs
  const tell = (paused: boolean) => {
    const worked = workedMs()
    const perSecond = done > doneBefore && worked > 0 ? ((done - doneBefore) / worked) * 1000 : null
    const remainingMs = perSecond === null ? null : ((total - done) / perSecond) * 1000
    onProgress({ done, total, perSecond, remainingMs, paused })
  }
  const write = async () => {
    const finished = rows
    rows = []
    if (finished.length > 0) await record(finished)
    written = clock.monotonicMs()
    tell(false)
  }

  tell(false)
  try {
    while (!signal.aborted) {
      const urgent = wait()
      if (urgent) {
        const since = clock.monotonicMs()
        tell(true)
        await urgent
        waitedMs += clock.monotonicMs() - since
        continue
      }
      const row = await next()
      if (!row) break
      rows.push(row)
      done += 1
      if (rows.length >= ROWS_AT_ONCE || clock.monotonicMs() - written > EVERY_MS) await write()
    }
  } finally {
    await write()
  }
  return workedMs()
}
