import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { StokesError } from '../../contract/errors'

/** Encrypts who a patient is, apart from the file that it lies in. */
export interface IdentityCipher {
  /** Names the key, to be kept beside what it sealed. */
  keyName: string
  /** @param row what the text belongs to, such as the patient's id: in another row it does not open */
  seal(text: string, row: string): Uint8Array
  /** @throws StokesError `storage.wrongKey` for another key, another row, or bytes that were changed */
  open(sealed: Uint8Array, row: string): string
}

const NONCE_BYTES = 12
const TAG_BYTES = 16

/** AES-256-GCM; a sealed text is nonce, tag, ciphertext. */
export function identityCipher(key: Uint8Array, keyName: string): IdentityCipher {
  return {
    keyName,
    seal: (text, row) => {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(row))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), sealed]))
    },
    open: (sealed, row) => {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        })
        decipher.setAAD(Buffer.from(row)).setAuthTag(sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
        const text = decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES))
        return Buffer.concat([text, decipher.final()]).toString('utf8')
      } catch (error) {
        throw new StokesError('storage.wrongKey', `An identity does not open with the key ${keyName}.`, {
          tip: 'It was sealed with another key, or changed behind the application’s back: run "stokes verify".',
          cause: error,
        })
      }
    },
  }
}
