import { describe, expect, it } from 'vitest'
import { leafDifferences } from './leafDifferences'

describe('the parts in which two documents differ', () => {
  it('are the numbers, by their path', () => {
    const stored = { pass: true, figures: [{ gate: 'snr', value: 12.5, unit: 'dB' }], spikes: [] }
    const again = {
      pass: false,
      figures: [{ gate: 'snr', value: 12.25, unit: 'dB' }],
      spikes: [{ frame: 1, pixel: 7 }],
    }
    expect(leafDifferences(stored, again)).toEqual([
      { name: 'pass', stored: true, again: false },
      { name: 'figures snr value', stored: 12.5, again: 12.25 },
      { name: 'spikes 1 frame', stored: null, again: 1 },
      { name: 'spikes 1 pixel', stored: null, again: 7 },
    ])
    expect(leafDifferences(stored, structuredClone(stored))).toEqual([])
  })

  it('tells two figures of one gate apart', () => {
    const figures = (value: number) => [
      { gate: 'laser', value: 1 },
      { gate: 'laser', value },
    ]
    expect(leafDifferences(figures(2), figures(3))).toEqual([{ name: 'laser 2 value', stored: 2, again: 3 }])
  })
})
