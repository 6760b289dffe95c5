import type Database from 'better-sqlite3'
import { headMessage } from './audit/headMessage'
import { headIsSignedBy } from './keys/headSigner'
import { keysOf } from './keys/keysOf'
import { changeKeyOf, openWithKey } from './openWithKey'

/**
 * Gives a copy of a case log another key: null for plain. The head of its audit is signed with that key, if it was signed with the
 * one before: what somebody forged stays forged. Not to be used on the only copy: there is no journal.
 */
export function reEncrypt(path: string, from: Uint8Array | null, to: Uint8Array | null): void {
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

function signHead(database: Database.Database, from: Uint8Array | null, to: Uint8Array | null): void {
  // A case log of an older schema has none.
  if (!database.prepare(`SELECT 1 FROM sqlite_schema WHERE name = 'auditHead'`).get()) return
  const head = database.prepare('SELECT entry, hash, signature FROM auditHead').get() as Head | undefined
  if (!head) return
  const message = headMessage(head.entry, head.hash)
  const isGood =
    from === null ||
    (head.signature && headIsSignedBy(keysOf(from).auditHead.publicKey, message, head.signature))
  if (!isGood) return
  const signer = to && keysOf(to).auditHead
  database
    .prepare('UPDATE auditHead SET keyName = @keyName, signature = @signature')
    .run({ keyName: signer?.keyName ?? null, signature: signer?.sign(message) ?? null })
}
