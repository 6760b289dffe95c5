import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { doseAt, remainingSeconds, waitingSeconds, type DoseLimit, type Exposure } from './dose'
import { averagedIrradiance } from './irradiance'
import { skinLimit } from './skinLimit'

const LIMIT: DoseLimit = (seconds) => skinLimit(seconds, 785)
const at = (milliwatts: number) => averagedIrradiance(milliwatts, 0.1)

/** Exposures on a grid of half seconds, one after the other, so that a grid of quarter seconds has every worst window. */
const STEP = 0.5
const GRID = 0.25
const exposures: fc.Arbitrary<Exposure[]> = fc
  .array(
    fc.record({
      gap: fc.integer({ min: 0, max: 30 }),
      steps: fc.integer({ min: 1, max: 30 }),
      irradiance: fc.double({ min: 0.01, max: 2, noNaN: true }),
    }),
    { maxLength: 6 },
  )
  .map((list) => {
    let end = 0
    return list.map(({ gap, steps, irradiance }) => {
      const startSeconds = end + gap * STEP
      const seconds = steps * STEP
      end = startSeconds + seconds
      return { startSeconds, seconds, irradiance }
    })
  })

const endOf = (list: readonly Exposure[]) =>
  list.reduce((end, { startSeconds, seconds }) => Math.max(end, startSeconds + seconds), 0)

/** What came between two moments, by adding up what overlaps. */
function doseBetween(list: readonly Exposure[], from: number, to: number): number {
  return list
    .map(({ startSeconds, seconds, irradiance }) => {
      const overlap = Math.min(to, startSeconds + seconds) - Math.max(from, startSeconds)
      return overlap > 0 ? overlap * irradiance : 0
    })
    .reduce((sum, dose) => sum + dose, 0)
}

/** Dose over limit in every window of the grid that ends at this moment. */
function bruteForceAt(list: readonly Exposure[], end: number, step = GRID): number {
  let highest = 0
  for (let from = end - step; from >= -20; from -= step)
    highest = Math.max(highest, doseBetween(list, from, end) / LIMIT(end - from))
  return highest
}

function bruteForceBetween(list: readonly Exposure[], after: number, until: number, step: number): number {
  let highest = 0
  for (let end = until; end > after; end -= step) highest = Math.max(highest, bruteForceAt(list, end, step))
  return highest
}

describe('the dose of a site', () => {
  it('is that of the window nearest to its limit, whatever the exposures and gaps', () => {
    fc.assert(
      fc.property(exposures, fc.integer({ min: 1, max: 100 }), (list, later) => {
        const moment = Math.min(endOf(list), 80) + later * STEP
        expect(doseAt(list, moment, LIMIT).fraction).toBeCloseTo(bruteForceAt(list, moment), 9)
      }),
      { numRuns: 200 },
    )
  })

  it('of one exposure is power times time over the aperture', () => {
    const { dose, limit, seconds } = doseAt([{ startSeconds: 0, seconds: 5, irradiance: at(25) }], 5, LIMIT)
    expect(dose).toBeCloseTo((25e-3 * 5) / 0.09621, 3)
    expect(limit).toBeCloseTo(2.433, 3)
    expect(seconds).toBe(5)
  })

  it('counts for less the longer the site rests', () => {
    const spent = [{ startSeconds: 0, seconds: 5, irradiance: at(40) }]
    const fractions = [5, 8, 12, 60, 600].map((moment) => doseAt(spent, moment, LIMIT).fraction)
    expect(fractions).toEqual([...fractions].sort((a, b) => b - a))
    expect(fractions.at(-1)).toBeLessThan(0.02)
  })

  it('of nothing is nothing', () => {
    expect(doseAt([], 100, LIMIT)).toMatchObject({ dose: 0, fraction: 0 })
  })
})

describe('the time that remains', () => {
  it.each([
    [27.8, 30_000],
    [27.9, 9.97],
    [30, 9.05],
    [100, 1.817],
    [157, 0.996],
  ])('at %d mW on fresh skin is %d s', (milliwatts, seconds) => {
    expect(remainingSeconds([], 0, at(milliwatts), LIMIT) / seconds).toBeCloseTo(1, 2)
  })

  it('ends where the first window reaches its limit, by brute force', () => {
    const step = 0.05
    fc.assert(
      fc.property(
        exposures,
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0.3, max: 2, noNaN: true }),
        (list, gap, irradiance) => {
          const now = endOf(list) + gap * STEP
          const left = remainingSeconds(list, now, irradiance, LIMIT)
          fc.pre(now < 60 && left < 20)
          const exposed = (seconds: number) => {
            const more = [...list, { startSeconds: now, seconds, irradiance }]
            return bruteForceBetween(more, now, now + seconds, Math.min(step, seconds / 3))
          }
          if (left > 1e-3) expect(exposed(left * 0.999)).toBeLessThanOrEqual(1)
          // The next tenth of a second at the latest, in steps that the brute force can see, is too much.
          expect(exposed(left + 0.1 + 0.02 * left)).toBeGreaterThan(0.98)
        },
      ),
      { numRuns: 25 },
    )
  })

  it('is none where the limit is passed already', () => {
    expect(remainingSeconds([{ startSeconds: 0, seconds: 2, irradiance: at(100) }], 2, at(25), LIMIT)).toBe(0)
  })

  it('is no longer after a longer exposure, at more power, or after a shorter rest', () => {
    fc.assert(
      fc.property(
        exposures,
        fc.double({ min: 0.05, max: 1, noNaN: true }),
        fc.double({ min: 0, max: 20, noNaN: true }),
        (list, irradiance, rest) => {
          const now = endOf(list)
          const left = remainingSeconds(list, now + rest, irradiance, LIMIT)
          const slack = 1e-6
          expect(remainingSeconds(list, now + rest, irradiance * 1.2, LIMIT)).toBeLessThanOrEqual(
            left + slack,
          )
          expect(remainingSeconds(list, now + rest + 5, irradiance, LIMIT)).toBeGreaterThanOrEqual(
            left - slack,
          )
          const more = [...list, { startSeconds: now, seconds: rest, irradiance: 0.2 }]
          expect(remainingSeconds(more, now + rest, irradiance, LIMIT)).toBeLessThanOrEqual(left + slack)
        },
      ),
      { numRuns: 60 },
    )
  })
})

describe('the time to wait', () => {
  const spent = [{ startSeconds: 0, seconds: 9, irradiance: at(30) }]

  it('is just enough', () => {
    const next = { seconds: 5, irradiance: at(30) }
    const wait = waitingSeconds(spent, 9, next, LIMIT)!
    expect(wait).toBeGreaterThan(0)
    expect(remainingSeconds(spent, 9 + wait + 1e-6, next.irradiance, LIMIT)).toBeGreaterThanOrEqual(5 - 1e-6)
    expect(remainingSeconds(spent, 9 + wait - 0.01, next.irradiance, LIMIT)).toBeLessThan(5)
  })

  it('is none for what may be exposed now, and never enough for what is too much by itself', () => {
    expect(waitingSeconds([], 0, { seconds: 5, irradiance: at(25) }, LIMIT)).toBe(0)
    expect(waitingSeconds(spent, 9, { seconds: 10, irradiance: at(100) }, LIMIT)).toBeNull()
  })
})
