import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39'
import { wordlist } from '@scure/bip39/wordlists/english.js'
import { StokesError } from '../../contract/errors'
import { KEY_BYTES } from './deriveKey'

const WORDS = 24

/** A master key as 24 English words, the last of which checks the others (BIP 39). */
export function recoveryWords(master: Uint8Array): string[] {
  return entropyToMnemonic(master, wordlist).split(' ')
}

/**
 * The master key that somebody wrote down, whatever stands between the words: numbers, commas, lines.
 * @throws StokesError `storage.wrongKey` that says which word is none, or that the words do not belong together
 */
export function keyOfWords(text: string): Uint8Array {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? []
  const unknown = words.findIndex((word) => !wordlist.includes(word))
  const wrong =
    unknown >= 0
      ? `Word ${unknown + 1}, "${words[unknown] ?? ''}", is no word of a recovery key.`
      : words.length === WORDS
        ? null
        : `A recovery key has ${WORDS} words, this has ${words.length}.`
  if (wrong)
    throw new StokesError('storage.wrongKey', wrong, { tip: 'Compare each word with what was written down.' })
  try {
    const key = mnemonicToEntropy(words.join(' '), wordlist)
    if (key.length === KEY_BYTES) return key
  } catch {
    // Said below.
  }
  throw new StokesError(
    'storage.wrongKey',
    'These words are no recovery key: their last word does not fit the others.',
    {
      tip: 'Two words were exchanged, or one is another than was written down.',
    },
  )
}
