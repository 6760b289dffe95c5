import { hkdfSync, randomBytes } from 'node:crypto'

/** What a key is for. No two purposes share one. */
export type KeyPurpose = 'database' | 'identities' | 'audit head' | 'pseudonyms' | 'name of the key'

export const KEY_BYTES = 32

/** A new master key. */
export function newMasterKey(): Uint8Array {
  return new Uint8Array(randomBytes(KEY_BYTES))
}

/** The key of 32 bytes for one purpose: HKDF-SHA256 (RFC 5869), of which nothing leads back to the master key. */
export function deriveKey(master: Uint8Array, purpose: KeyPurpose): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', master, 'stokes case log 1', purpose, KEY_BYTES))
}

/** Names a key without telling anything of it: 8 hexadecimal digits. */
export function keyName(master: Uint8Array): string {
  return Buffer.from(deriveKey(master, 'name of the key')).toString('hex', 0, 4)
}
