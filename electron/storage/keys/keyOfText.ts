import { StokesError } from '../../contract/errors'
import { KEY_BYTES } from './deriveKey'
import { keyOfWords } from './recoveryWords'

/**
 * The master key that a file of `--key-file` holds: 24 words, or 64 hexadecimal digits.
 * @throws StokesError `storage.wrongKey`
 */
export function keyOfText(text: string): Uint8Array {
  const trimmed = text.trim()
  if (/^[0-9a-f]+$/i.test(trimmed) && trimmed.length === 2 * KEY_BYTES) {
    return new Uint8Array(Buffer.from(trimmed, 'hex'))
  }
  if (trimmed === '') {
    throw new StokesError('storage.wrongKey', 'The file of the key is empty.', {
      tip: 'It holds the 24 words of a recovery key, or 64 hexadecimal digits; "stokes key new" makes one.',
    })
  }
  return keyOfWords(trimmed)
}
