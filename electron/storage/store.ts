import type { Clock } from '../shared/clock'
import type { NewId } from '../shared/ids'
import type { Connection } from './connection'
import type { LogKeys } from './keys/keysOf'

/** What every repository works with. */
export interface Store {
  connection: Connection
  clock: Clock
  newId: NewId
  softwareVersion: string
  /** Of an encrypted case log; null where it is plain. */
  keys: LogKeys | null
}

/** What a new entry begins with. */
export function newEntry({ clock, newId }: Store): { id: string; createdAt: string } {
  return { id: newId(), createdAt: clock.timestamp() }
}
