import { timingSafeEqual } from 'node:crypto'
import { fileForm } from '../../../storage/fileForm'
import { KEY_BYTES } from '../../../storage/keys/deriveKey'
import { keyInHand } from '../../../storage/keys/keyRing'
import { keyOfWords } from '../../../storage/keys/recoveryWords'

/**
 * Whether these words are the recovery key of the case log; null where it is not encrypted.
 * @throws StokesError `storage.wrongKey` for words that are none
 */
export function ownsKey(path: string, words: string): boolean | null {
  if (fileForm(path) !== 'encrypted') return null
  const master = keyInHand()
  return timingSafeEqual(master ?? new Uint8Array(KEY_BYTES), keyOfWords(words)) && master !== null
}
