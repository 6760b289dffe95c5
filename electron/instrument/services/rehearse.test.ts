import { expect, it } from 'vitest'
import { judgeQuality } from '../../analysis/quality/judgeQuality'
import type { JudgedSpectrum } from './analysis'
import type { MeasuredFrames } from './measuredFrames'
import { measuredSpectrum } from './measuredSpectrum'
import { rehearse } from './rehearse'

it('goes all the way to the model, through every gate, with rays and without', async () => {
  const rays = new Set<number>()
  const gates = new Set<string>()
  const known = new Set<string>()
  await rehearse({
    judge: (measured: MeasuredFrames) => {
      const spectrum = measuredSpectrum(measured)
      rays.add(spectrum.spikes.length)
      const { reasons, figures } = judgeQuality({ ...measured, ...spectrum })
      expect(reasons).toEqual([])
      for (const { gate, value, words } of figures) {
        gates.add(gate)
        if (value !== null || words !== undefined) known.add(gate)
      }
      return Promise.resolve({} as JudgedSpectrum)
    },
  })
  expect(rays).toEqual(new Set([0, 1]))
  // The last one is asked of an instrument alone.
  expect([...gates].filter((gate) => !known.has(gate))).toEqual(['warmUp'])
})
