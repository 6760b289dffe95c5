import { describe, expect, it } from 'vitest'
import type { Answer } from '../../../contract/answer'
import type { Computation } from '../../../contract/computation'
import { anAnswer } from '../../../storage/fixtures'
import { compareAnswers, sameValues } from './compareAnswers'

const computation: Computation = {
  chain: 'native',
  instructions: 'avx2',
  addon: 'a'.repeat(64),
  processor: 'one',
  runtime: 'Node 20',
}
const stored = anAnswer({ computation })
const compared = (changes: Partial<Answer>) => {
  const differences = compareAnswers(stored, { ...stored, ...changes })
  return { same: sameValues(differences), differences }
}

describe('an answer that was computed again', () => {
  it('is the same to the bit', () => {
    expect(compared({})).toEqual({ same: true, differences: [] })
  })

  it('is the same also where it was computed elsewhere, and says where', () => {
    const again = { ...computation, instructions: 'avx512' }
    expect(compared({ computation: again, softwareVersion: '0.2.0' })).toEqual({
      same: true,
      differences: [
        { kind: 'circumstance', what: 'software', stored: '0.1.0', again: '0.2.0' },
        { kind: 'circumstance', what: 'instructions', stored: 'avx2', again: 'avx512' },
      ],
    })
  })

  it('says of an older record that nobody wrote down what it was computed with', () => {
    const { differences } = { differences: compareAnswers(anAnswer(), stored) }
    expect(differences).toContainEqual({ kind: 'circumstance', what: 'chain', stored: null, again: 'native' })
  })

  it('differs by one bit of one number', () => {
    const { same, differences } = compared({ processed: [0.1, -0, 1 / 3 + 2 ** -54] })
    expect(same).toBe(false)
    expect(differences).toEqual([
      {
        ...{ kind: 'value', what: 'processed', stored: '3 numbers', again: '1 of them others' },
        greatest: { absolute: 2 ** -54, relative: 2 ** -54 / (1 / 3) },
      },
    ])
  })

  it('tells a zero from a negative one', () => {
    expect(compared({ processed: [0.1, 0, 1 / 3] }).same).toBe(false)
  })

  it('has no difference of numbers that stand on another axis', () => {
    const { differences } = compared({ grid: [600, 601, 602], processed: [1, 2, 3] })
    expect(differences[1]).toEqual({
      ...{ kind: 'value', what: 'processed' },
      ...{ stored: '3 numbers', again: '3 on another axis' },
    })
  })

  it('differs by a gate, by a label, and by a spectrum that is refused now', () => {
    const { differences } = compared({
      label: 'benign',
      processed: null,
      quality: {
        ...stored.quality,
        pass: false,
        reasons: [{ gate: 'saturation', message: 'Repeat, because 3 pixels are saturated.' }],
        figures: stored.quality.figures.map((figure) => ({ ...figure, value: 3, pass: false })),
      },
    })
    expect(differences.map(({ what, stored: was, again }) => [what, was, again])).toEqual([
      ['label', 'malignant', 'benign'],
      ['processed', '3 numbers', null],
      ['quality', 'passes', 'repeat: saturation'],
    ])
    expect(differences.at(-1)?.parts).toContainEqual({
      ...{ name: 'figures saturation value', stored: 0, again: 3 },
    })
  })

  it('differs by a band, number by number', () => {
    const bands = stored.bands.map((band) => ({ ...band, occlusionDrop: 0.5 }))
    expect(compared({ bands }).differences).toEqual([
      {
        ...{ kind: 'value', what: 'bands', stored: '600–602', again: '600–602' },
        parts: [{ name: '1 occlusionDrop', stored: 0.4, again: 0.5 }],
      },
    ])
  })
})
