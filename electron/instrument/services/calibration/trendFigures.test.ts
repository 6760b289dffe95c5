import { describe, expect, it } from 'vitest'
import { trendSchema } from '../../../contract/passport'
import { noFigures } from '../../../storage/passportFixtures'
import type { TrendRow } from '../../../storage/repositories/passports'
import { aFit } from './fixtures'
import { noFindings } from './findings'
import { figuresOf, trendsOf, warningsOf } from './trendFigures'

const row = (index: number, laserNanometres: number, verdict: TrendRow['verdict'] = 'pass'): TrendRow => ({
  id: `p${index}`,
  createdAt: new Date(Date.UTC(2026, 2, index + 1)).toISOString(),
  verdict,
  figures: { ...noFigures, laserNanometres },
})
const wobble = [0.001, -0.002, 0.002, 0, -0.001, 0.001, 0.002, -0.001, 0, -0.002]
const steady = wobble.map((off, index) => row(index, 785 + off))
const laserOf = (rows: readonly TrendRow[]) =>
  trendsOf(rows).find(({ quantity }) => quantity === 'laserNanometres')!

describe('trendsOf', () => {
  it('gives each figure its control chart once there are enough of it', () => {
    expect(laserOf(steady.slice(0, 3))).toMatchObject({ centre: null, sigma: null })
    const trend = laserOf(steady)
    expect(trendSchema.parse(trend)).toEqual(trend)
    expect(trend.points).toHaveLength(10)
    expect(trend.points.some(({ outside }) => outside)).toBe(false)
    expect(trend.centre).toBeCloseTo(785, 3)
  })

  it('sees a laser that drifts slowly, and says so of the newest check', () => {
    const drifting = Array.from({ length: 12 }, (_, i) => row(10 + i, 785 + 0.001 * i))
    expect(warningsOf(trendsOf(steady))).toEqual([])
    const [warning, ...others] = warningsOf(trendsOf([...steady, ...drifting]))
    expect(warning).toMatch(/^Laser wavelength drifts: 785.011 nm/)
    expect(others).toEqual([])
  })

  it('leaves out checks that were refused, and those that did not come so far', () => {
    const trend = laserOf([...steady, row(10, 790, 'refused'), { ...row(11, 0), figures: noFigures }])
    expect(trend.points).toHaveLength(10)
  })
})

it('figuresOf tells by how many pixels the image moved and grew since the instrument was made', () => {
  const fit = aFit(0.01)
  // Light that was on pixel p is now on pixel 1.001 p + 2.
  const factory = Float64Array.from({ length: 1001 }, (_, pixel) => 805 + 0.13 * (1.001 * pixel + 2))
  const figures = figuresOf({ ...noFindings, wavelength: fit }, factory)
  expect(figures.shiftPixels).toBeCloseTo(2.5, 6)
  expect(figures.stretchPixels).toBeCloseTo(1, 6)
  expect(figures).toMatchObject({ rmsPixels: 0.01, laserNanometres: null })
})
