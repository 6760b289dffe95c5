import type { EventDetails, EventKind } from '../../contract/audit'
import type { CaseLog } from '../../storage/openCaseLog'
import { writeCaseLog, type WrittenTo } from './writeCaseLog'

/**
 * Writes what happened into a case log that nobody has open, such as one that was just restored.
 * @param details as they are, or read from the case log
 * @throws StokesError `storage.*`
 */
export function noteEvent(
  where: WrittenTo,
  kind: EventKind,
  details: EventDetails | ((log: CaseLog) => EventDetails),
): void {
  writeCaseLog(where, (log) => {
    log.events.add(kind, typeof details === 'function' ? details(log) : details)
  })
}
