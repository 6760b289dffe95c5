import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto'

/** Signs the head of the audit, so that only who has the key of the case log can have written it. */
export interface HeadSigner {
  /** Names the key. */
  keyName: string
  /** Ed25519, 32 bytes: whoever has it can check, and cannot sign. */
  publicKey: Uint8Array
  /** 64 bytes. */
  sign(head: Uint8Array): Uint8Array
}

/** What stands before 32 bytes in the DER of an Ed25519 key: RFC 8410. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex')
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex')

/** Ed25519 (RFC 8032) with the seed given, 32 bytes. */
export function headSigner(seed: Uint8Array, keyName: string): HeadSigner {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' })
  const der = createPublicKey(key).export({ format: 'der', type: 'spki' })
  return {
    keyName,
    publicKey: new Uint8Array(der.subarray(PUBLIC_PREFIX.length)),
    sign: (head) => new Uint8Array(sign(null, head, key)),
  }
}

/** Whether the holder of the key signed exactly this. */
export function headIsSignedBy(publicKey: Uint8Array, head: Uint8Array, signature: Uint8Array): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
      format: 'der',
      type: 'spki',
    })
    return verify(null, head, key, signature)
  } catch {
    return false
  }
}
