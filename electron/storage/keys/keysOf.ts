import { deriveKey, keyName } from './deriveKey'
import { headSigner, type HeadSigner } from './headSigner'
import { identityCipher, type IdentityCipher } from './identityCipher'

/** What an encrypted case log works with. A plain one has none of it. */
export interface LogKeys {
  /** Names the master key. */
  name: string
  identities: IdentityCipher
  auditHead: HeadSigner
  /** For keyed hashes that stand for ids in what leaves the house. */
  pseudonyms: Uint8Array
}

/** What follows from a master key. */
export function keysOf(master: Uint8Array): LogKeys {
  const name = keyName(master)
  return {
    name,
    identities: identityCipher(deriveKey(master, 'identities'), name),
    auditHead: headSigner(deriveKey(master, 'audit head'), name),
    pseudonyms: deriveKey(master, 'pseudonyms'),
  }
}
