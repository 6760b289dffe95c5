import type { Connection } from '../connection'
import type { HeadSigner } from '../keys/headSigner'
import { auditedTables, keyOf, valueOf, type AuditedTable } from './auditedTables'
import { changesOf } from './changesOf'
import { headMessage } from './headMessage'
import { chainHash, FIRST_HASH, rowHash, type AuditLine, type Value } from './seal'

export interface AuditOptions {
  /** ISO 8601, UTC. */
  now: () => string
  /** Who is signed in; null where nobody is. */
  user: () => string | null
  /** Who acts where nobody is signed in and the row names no operator. */
  program: string
  /** Null where the case log has no key: then its head is not signed. */
  signer: HeadSigner | null
}

/**
 * From now on each row that this connection adds, changes or removes adds a line to the audit, in the same transaction. The
 * triggers are made from the schema that is there and live as long as the connection: nobody can forget one for a new table, and
 * nobody can drop one in the file.
 */
export function attachAudit(connection: Connection, options: AuditOptions): void {
  offerFunctions(connection, options)
  for (const table of auditedTables(connection)) connection.execute(triggersOf(table))
  connection.execute(headTrigger)
}

/** What the triggers call. */
function offerFunctions(connection: Connection, { now, user, program, signer }: AuditOptions): void {
  // One moment for a whole line, though SQLite asks for it more than once.
  let moment: string | null = null
  connection.onWrite = () => (moment = null)
  connection.define('auditAt', () => (moment ??= now()))
  connection.define('auditActor', (operator) => user() ?? operator ?? program)
  connection.define('auditOld', (...columns) => changesOf(columns as Value[], 'old'))
  connection.define('auditNew', (...columns) => changesOf(columns as Value[], 'new'))
  connection.define('auditSeal', (previous, at, actor, action, tableName, row, old, after, ...columns) => {
    const line = { at, actor, action, tableName, row, old, new: after } as AuditLine
    const state = rowHash(pairs(columns as Value[]))
    return Buffer.concat([state, chainHash((previous as Uint8Array | null) ?? FIRST_HASH, line, state)])
  })
  connection.define('auditSignature', (entry, hash) =>
    signer ? signer.sign(headMessage(entry as number, hash as Uint8Array)) : null,
  )
  connection.define('auditKeyName', () => signer?.keyName ?? null)
}

function* pairs(columns: readonly Value[]): Generator<readonly [string, Value]> {
  for (let i = 0; i < columns.length; i += 2) yield [columns[i] as string, columns[i + 1]!]
}

function triggersOf(table: AuditedTable): string {
  return [
    trigger(table, 'added', 'INSERT', { row: 'new', old: 'NULL', after: 'NULL' }),
    trigger(table, 'changed', 'UPDATE', { row: 'new', ...changes(table, 'new') }),
    trigger(table, 'removed', 'DELETE', { row: 'old', ...changes(table, null) }),
  ].join('\n')
}

/** JSON of what changed; `after` is the row that it has become, null where there is none. */
function changes({ columns }: AuditedTable, after: string | null): { old: string; after: string } {
  const both = columns
    .map(({ name }) => `'${name}', old.${name}, ${after ? `${after}.${name}` : 'NULL'}`)
    .join(', ')
  return { old: `auditOld(${both})`, after: after ? `auditNew(${both})` : 'NULL' }
}

function trigger(
  table: AuditedTable,
  action: string,
  event: string,
  { row, old, after }: { row: string; old: string; after: string },
): string {
  const { name, columns } = table
  const operator = columns.some((column) => column.name === 'operatorId')
    ? `(SELECT name FROM operator WHERE id = ${row}.operatorId)`
    : 'NULL'
  const line = `auditAt(), auditActor(${operator}), '${action}', '${name}', ${keyOf(table, row)}, ${old}, ${after}`
  const values = columns.map((column) => `'${column.name}', ${valueOf(column, row)}`).join(', ')
  const previous = '(SELECT substr(seal, 33) FROM audit ORDER BY entry DESC LIMIT 1)'
  return `CREATE TEMP TRIGGER audit_${name}_${action} AFTER ${event} ON main.${name} BEGIN
    INSERT INTO audit (at, actor, action, tableName, row, old, new, seal)
    VALUES (${line}, auditSeal(${previous}, ${line}, ${values}));
  END;`
}

const headTrigger = `CREATE TEMP TRIGGER auditHeadFollows AFTER INSERT ON main.audit BEGIN
  INSERT INTO auditHead (id, entry, hash, keyName, signature)
    VALUES (1, new.entry, substr(new.seal, 33), auditKeyName(), auditSignature(new.entry, substr(new.seal, 33)))
    ON CONFLICT (id) DO UPDATE SET
      entry = excluded.entry, hash = excluded.hash, keyName = excluded.keyName, signature = excluded.signature;
END;`
