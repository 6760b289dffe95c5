import { describe, expect, test } from 'vitest'
import type { InferenceEngine } from '../inference/inferenceEngine'
import { coverStretch, occlusionDrops, slidingStretches } from './occlusion'

describe('coverStretch', () => {
  const spectrum = Float32Array.of(1, 9, 9, 4, 9)

  test('draws a straight line between the points on either side', () => {
    expect([...coverStretch(spectrum, { start: 1, end: 3 })]).toEqual([1, 2, 3, 4, 9])
    expect([...spectrum]).toEqual([1, 9, 9, 4, 9])
  })

  test('holds the one point there is at an end', () => {
    expect([...coverStretch(spectrum, { start: 0, end: 3 })]).toEqual([4, 4, 4, 4, 9])
    expect([...coverStretch(spectrum, { start: 4, end: 5 })]).toEqual([1, 9, 9, 4, 4])
  })
})

describe('slidingStretches', () => {
  test('has its middles a step apart over the whole spectrum', () => {
    const stretches = slidingStretches(1200, 24, 8)
    expect(stretches).toHaveLength(150)
    expect(stretches[0]).toEqual({ start: 0, end: 12 })
    expect(stretches[10]).toEqual({ start: 68, end: 92 })
    expect(stretches.at(-1)).toEqual({ start: 1180, end: 1200 })
  })
})

describe('occlusionDrops', () => {
  test('says what covering takes from the logit', async () => {
    /** A model whose logit is the height at point 2, less that at point 5. */
    const engine: InferenceEngine = {
      name: 'tfjs-cpu',
      run: (spectra, count) => {
        const logit = Float32Array.from(
          { length: count },
          (_, i) => spectra[8 * i + 2]! - spectra[8 * i + 5]!,
        )
        return Promise.resolve({
          probability: logit,
          logit,
          classes: new Float32Array(),
          cam: new Float32Array(count),
        })
      },
      dispose: () => Promise.resolve(),
    }
    const spectrum = Float32Array.of(0, 0, 3, 0, 0, 1, 0, 0)
    const stretches = [
      { start: 2, end: 3 },
      { start: 5, end: 6 },
      { start: 0, end: 1 },
    ]
    expect([...(await occlusionDrops(engine, spectrum, stretches))]).toEqual([3, -1, 0])
  })
})
