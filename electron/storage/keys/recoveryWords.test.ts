import { describe, expect, it } from 'vitest'
import { keyOfWords, recoveryWords } from './recoveryWords'

const zeros = new Uint8Array(32)
const ones = new Uint8Array(32).fill(255)

describe('the words of a recovery key', () => {
  // The vectors of BIP 39 for 256 bits.
  it.each([
    [zeros, `${'abandon '.repeat(23)}art`],
    [ones, `${'zoo '.repeat(23)}vote`],
  ])('are those of the standard', (key, words) => {
    expect(recoveryWords(key).join(' ')).toBe(words)
    expect(keyOfWords(words)).toEqual(key)
  })

  it('are read as people write them', () => {
    const written = recoveryWords(ones).map((word, index) => `${index + 1}. ${word.toUpperCase()}`)
    expect(keyOfWords(written.join(',\n'))).toEqual(ones)
  })

  it.each([
    ['a word that is none', 'zoo '.repeat(22) + 'zooo vote', 'Word 23, "zooo"'],
    ['too few', 'zoo '.repeat(11) + 'wrong', 'has 24 words, this has 12'],
    ['one that is another', 'zoo '.repeat(22) + 'zebra vote', 'last word does not fit'],
    ['none at all', '', 'this has 0'],
  ])('are refused: %s', (_, words, said) => {
    expect(() => keyOfWords(words)).toThrow(
      expect.objectContaining({
        code: 'storage.wrongKey',
        message: expect.stringContaining(said) as string,
      }),
    )
  })
})
