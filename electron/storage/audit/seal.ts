import { createHash, type Hash } from 'node:crypto'

/** What a column holds. Whole numbers and others are one kind: SQLite does not tell them apart where a column is REAL. */
export type Value = string | number | null | Uint8Array

const HASH_BYTES = 32

/** What the first line follows. */
export const FIRST_HASH = new Uint8Array(HASH_BYTES)

/** A line's seal: the hash of its row, then the hash that chains it. */
export const splitSeal = (seal: Uint8Array) => ({
  row: seal.subarray(0, HASH_BYTES),
  chain: seal.subarray(HASH_BYTES),
})

/** Who did what, of one line of the audit. */
export interface AuditLine {
  at: string
  actor: string
  action: string
  tableName: string
  row: string | number
  /** JSON of the columns that changed, as they were and as they are; null where the row is new. */
  old: string | null
  new: string | null
}

/**
 * SHA-256 of a row: names and values in the order that is given. A column without a value counts as one that is not there, so
 * that a column that is added later changes no hash.
 */
export function rowHash(columns: Iterable<readonly [name: string, value: Value]>): Uint8Array {
  const hash = createHash('sha256')
  for (const [name, value] of columns) {
    if (value === null) continue
    add(hash, name)
    add(hash, value)
  }
  return hash.digest()
}

/** SHA-256 that chains a line to the one before it. */
export function chainHash(previous: Uint8Array, line: AuditLine, row: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(previous)
  for (const value of [line.at, line.actor, line.action, line.tableName, line.row, line.old, line.new])
    add(hash, value)
  return hash.update(row).digest()
}

/** Kind, length and bytes: no two lists of values give the same. */
function add(hash: Hash, value: Value): void {
  if (value === null) {
    hash.update('n')
  } else if (typeof value === 'number') {
    const bytes = Buffer.alloc(9, 'd')
    bytes.writeDoubleLE(value, 1)
    hash.update(bytes)
  } else {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value
    hash.update(`${typeof value === 'string' ? 't' : 'b'}${bytes.length}:`).update(bytes)
  }
}
