import { describe, expect, it } from 'vitest'
import { fold, searchCondition } from './searchText'

describe('fold', () => {
  it.each([
    ['Müller', 'MULLER'],
    ['mu\u0308ller', 'MULLER'],
    ['Fußsohle', 'FUSSSOHLE'],
    ['ὀδός', 'ΟΔΟΣ'],
    ['Ἰατρός', 'ΙΑΤΡΟΣ'],
    ['ｆｕｌｌ ｗｉｄｔｈ', 'FULL WIDTH'],
    ['背部 1 cm', '背部 1 CM'],
  ])('%s', (text, folded) => {
    expect(fold(text)).toBe(folded)
  })
})

describe('searchCondition', () => {
  it('is null where no word is searched', () => {
    expect(searchCondition(' \t ')).toBeNull()
    expect(searchCondition('\u0301')).toBeNull()
  })

  it('uses the index for words of three characters, not of three UTF-16 units', () => {
    expect(searchCondition('abc')?.sql).toBe('text MATCH @words')
    expect(searchCondition('😀😀')?.sql).toBe('instr(text, @word0) > 0')
  })

  it('doubles quotes, so that a word cannot end the expression', () => {
    expect(searchCondition('a"b OR c')?.values).toEqual({ word0: 'OR', word1: 'C', words: '"A""B"' })
  })
})
