import type Database from 'better-sqlite3'
import { attachAudit } from './audit/attachAudit'
import { headMessage } from './audit/headMessage'
import { Connection } from './connection'
import { headIsSignedBy } from './keys/headSigner'
import { keysOf } from './keys/keysOf'
import { changeKeyOf, openWithKey } from './openWithKey'

interface ReEncryptOptions {
  from: Uint8Array | null
  /** Null for plain. */
  to: Uint8Array | null
  /** For the audit: when (ISO 8601, UTC), and which program. */
  now: string
  program: string
}

/**
 * Gives a copy of a case log another key. Identities are sealed anew with it, which is on record, and the head of the audit is signed
 * with it, if it was signed with the one before: what somebody forged stays forged. Not to be used on the only copy: there is no journal.
 */
export function reEncrypt(path: string, options: ReEncryptOptions): void {
  const { from, to } = options
  sealIdentities(path, options)
  const { database } = openWithKey(path, from, {})
  try {
    database.pragma('journal_mode = MEMORY')
    database.pragma('temp_store = MEMORY')
    signHead(database, from, to)
    changeKeyOf(database, to)
  } finally {
    database.close()
  }
}

interface Head {
  entry: number
  hash: Uint8Array
  signature: Uint8Array | null
}

function headOf(database: Database.Database): Head | undefined {
  // A case log of an older schema has none.
  if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'auditHead'`).get()) return undefined
  return database.prepare('SELECT entry, hash, signature FROM auditHead').get() as Head | undefined
}

function isGood({ entry, hash, signature }: Head, from: Uint8Array | null): boolean {
  if (from === null) return true
  return !!signature && headIsSignedBy(keysOf(from).auditHead.publicKey, headMessage(entry, hash), signature)
}

function signHead(database: Database.Database, from: Uint8Array | null, to: Uint8Array | null): void {
  const head = headOf(database)
  if (!head || !isGood(head, from)) return
  const signer = to && keysOf(to).auditHead
  database.prepare('UPDATE auditHead SET keyName = @keyName, signature = @signature').run({
    keyName: signer?.keyName ?? null,
    signature: signer?.sign(headMessage(head.entry, head.hash)) ?? null,
  })
}

/** Identities of a plain case log there are none, and what is to be plain has none either (`changeKey`). */
function sealIdentities(path: string, { from, to, now, program }: ReEncryptOptions): void {
  if (from === null || to === null) return
  const rows = identitiesIn(path, from)
  if (rows.length === 0) return
  const { database } = openWithKey(path, from, {})
  const head = headOf(database)
  database.close()
  const connection = new Connection(path, { readOnly: false, masterKey: from })
  try {
    // A line that follows a forged head is not signed either.
    const signer = head && isGood(head, from) ? keysOf(from).auditHead : null
    attachAudit(connection, { now: () => now, user: () => null, program, signer })
    const [before, after] = [keysOf(from).identities, keysOf(to).identities]
    connection.transaction(() => {
      for (const { patientId, sealed } of rows) {
        const text = attempt(() => before.open(sealed, patientId))
        // What somebody changed stays as it is: "stokes verify" names it.
        if (text === null) continue
        connection.run(
          'UPDATE patientIdentity SET sealed = @sealed, keyName = @keyName WHERE patientId = @patientId',
          { patientId, sealed: after.seal(text, patientId), keyName: after.keyName },
        )
      }
    })
    connection.pragma('journal_mode = DELETE')
  } finally {
    connection.close()
  }
}

interface SealedIdentity {
  patientId: string
  sealed: Uint8Array
}

/** Who is known by name in a case log, sealed; nobody in one of an older schema. */
export function identitiesIn(path: string, masterKey: Uint8Array | null): SealedIdentity[] {
  const { database } = openWithKey(path, masterKey, { readonly: true })
  try {
    if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'patientIdentity'`).get()) return []
    return database.prepare('SELECT patientId, sealed FROM patientIdentity').all() as SealedIdentity[]
  } finally {
    database.close()
  }
}

function attempt<T>(work: () => T): T | null {
  try {
    return work()
  } catch {
    return null
  }
}
