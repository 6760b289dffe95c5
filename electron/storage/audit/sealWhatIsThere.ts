import type { Connection } from '../connection'
import { auditedTables } from './auditedTables'
import { rowsOf } from './rowsOf'
import { chainHash, FIRST_HASH, rowHash, type Value } from './seal'

/** Stands for the schema in the audit: which versions of it were sealed. */
export const SCHEMA = 'schema'

interface Sealing {
  schemaVersion: number
  at: string
  actor: string
}

/**
 * Once for each version of the schema: adds a line for each row of a table that has none at all, which was there before there was
 * an audit, or which the change of the schema has made, and for each change of the schema. Later nothing is taken for found: a row without a line is one that was
 * added past Stokes.
 */
export function sealWhatIsThere(connection: Connection, { schemaVersion, at, actor }: Sealing): void {
  const isSealed = 'SELECT 1 FROM audit WHERE tableName = @tableName AND row = @row'
  if (connection.get(isSealed, { tableName: SCHEMA, row: schemaVersion })) return
  connection.transaction(() => {
    const newest = connection.get('SELECT substr(seal, 33) AS hash FROM audit ORDER BY entry DESC LIMIT 1')
    let hash = (newest as { hash: Uint8Array } | undefined)?.hash ?? FIRST_HASH
    const add = (tableName: string, row: string | number, values: Iterable<readonly [string, Value]>) => {
      const line = { at, actor, action: 'found', tableName, row, old: null, new: null } as const
      const state = rowHash(values)
      hash = chainHash(hash, line, state)
      connection.insert('audit', { ...line, seal: Buffer.concat([state, hash]) })
    }
    for (const table of auditedTables(connection)) {
      const { name: tableName } = table
      const known = connection.get('SELECT 1 FROM audit WHERE tableName = @tableName LIMIT 1', { tableName })
      // A change of the schema writes of itself, before anybody listens.
      if (known && tableName !== 'migration') continue
      for (const { key: row, values } of rowsOf(connection, table))
        if (!known || !connection.get(isSealed, { tableName, row })) add(tableName, row, values)
    }
    add(SCHEMA, schemaVersion, [])
  })
}
