import { describe, expect, it } from 'vitest'
import { differenceText, figure, figureInterval, pValue } from './figures'

describe('figures', () => {
  it('have three decimals, and a dash where there is none', () => {
    expect(figure(0.9)).toBe('0.900')
    expect(figure(null)).toBe('–')
  })

  it('have intervals that are not read as differences', () => {
    expect(figureInterval([0.871, 0.945])).toBe('0.871–0.945')
    expect(figureInterval([-0.01, 0.032])).toBe('−0.010 to 0.032')
    expect(figureInterval(null)).toBe('')
  })

  it('differ with a sign', () => {
    expect(differenceText(0.012, [-0.01, 0.032])).toBe('+0.012 (−0.010 to 0.032)')
    expect(differenceText(null, null)).toBe('–')
  })

  it('never claim certainty', () => {
    expect(pValue(0)).toBe('p < 0.001')
    expect(pValue(0.0341)).toBe('p = 0.034')
  })
})
