import type { EventDetails, EventKind } from '../../contract/audit'
import type { Store } from '../store'

export type Events = ReturnType<typeof events>

export interface Event {
  at: string
  details: EventDetails
}

/** What happened to the case log that no other row says. Who did it, the audit does. */
export function events(store: Store) {
  const { connection, clock, softwareVersion } = store

  function add(kind: EventKind, details: EventDetails): void {
    connection.insert('event', { at: clock.timestamp(), kind, details: JSON.stringify(details) })
  }

  function newest(kind: EventKind): Event | null {
    const row = connection.get(
      'SELECT at, details FROM event WHERE kind = @kind ORDER BY entry DESC LIMIT 1',
      {
        kind,
      },
    ) as { at: string; details: string } | undefined
    return row ? { at: row.at, details: JSON.parse(row.details) as EventDetails } : null
  }

  return {
    add,
    newest,

    /** Once for each version that writes after another. */
    noteVersion(schemaVersion: number): void {
      const details = { version: softwareVersion, schema: schemaVersion }
      const before = newest('version')?.details
      if (before?.version !== details.version || before.schema !== details.schema) add('version', details)
    },
  }
}
