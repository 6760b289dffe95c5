import { describe, expect, it } from 'vitest'
import { BIAS } from './detector/sensor'
import type { DisturbanceName } from './disturbances'
import { NO_DRIFT, type Drift } from './drift'
import { createVirtualInstrument, type Exposure } from './virtualInstrument'
import { createSample } from './virtualSample'

/** Some frames of one unit, less the bias. */
function frames(name: string, conditions: Partial<Exposure> = {}, count = 4): Float64Array[] {
  const instrument = createVirtualInstrument({ seed: 6 })
  const sample = createSample(name)
  return Array.from({ length: count }, () => {
    const { counts } = instrument.expose({
      integrationTimeMs: 300,
      shutterOpenMs: 300,
      laserPowerMilliwatts: 25,
      detectorTemperatureCelsius: -60,
      laserTemperatureCelsius: 25,
      sample,
      ...conditions,
    })
    return Float64Array.from(counts, (value) => value - BIAS)
  })
}

const average = (list: readonly Float64Array[]): Float64Array =>
  list[0]!.map((_, i) => list.reduce((sum, frame) => sum + frame[i]! / list.length, 0))
const total = (counts: Float64Array): number => counts.reduce((sum, value) => sum + value, 0)
const drifted = (drift: Partial<Drift>) => ({ drift: { ...NO_DRIFT, ...drift } })
const disturbed = (...names: DisturbanceName[]) => ({ disturbances: new Set(names) })

/** Centre of gravity and width (standard deviation) of the line whose top is near a pixel. */
function line(counts: Float64Array, pixel: number): { centre: number; width: number } {
  const near = Array.from({ length: 25 }, (_, i) => pixel - 12 + i)
  const floor = Math.min(...near.map((i) => counts[i]!))
  const weight = near.reduce((sum, i) => sum + counts[i]! - floor, 0)
  const moment = (power: number, about: number) =>
    near.reduce((sum, i) => sum + (i - about) ** power * (counts[i]! - floor), 0) / weight
  const centre = moment(1, 0)
  return { centre, width: Math.sqrt(moment(2, centre)) }
}

function topOf(counts: Float64Array, from = 0, to = counts.length): number {
  let top = from
  for (let i = from; i < to; i++) if (counts[i]! > counts[top]!) top = i
  return top
}

describe('drift', () => {
  // The lines at 859.1 and 914.9 nm stand alone.
  const still = average(frames('neon'))
  const left = topOf(still, 405, 440)
  const right = topOf(still, 830, 880)

  it('of the laser moves Raman bands and leaves lamps where they are', () => {
    const silicon = (drift: Partial<Drift>) => {
      const counts = average(frames('silicon', drifted(drift)))
      return line(counts, topOf(counts)).centre
    }
    const moved = silicon({ laserNanometres: 0.1 }) - silicon({})
    // A band at 818.4 nm moves by 0.1 nm (818.4 / 785)^2; a pixel is 0.132 nm there.
    expect(moved).toBeGreaterThan(0.77)
    expect(moved).toBeLessThan(0.88)
    expect(average(frames('neon', drifted({ laserNanometres: 0.1 })))).toEqual(still)
  })

  it('of the dispersion moves and stretches everything, to the pixel', () => {
    for (const pixel of [left, right]) {
      const place = (drift: Partial<Drift>) => line(average(frames('neon', drifted(drift))), pixel).centre
      const outwards = pixel / 1023 - 0.5
      expect(place({ shiftPixels: 0.5 }) - place({})).toBeCloseTo(0.5, 1)
      expect(place({ stretchPixels: 1 }) - place({})).toBeCloseTo(outwards, 1)
    }
  })

  it('of the line shape widens lamps and Raman bands alike, and keeps their light', () => {
    const wide = average(frames('neon', drifted({ broadening: 1.5 })))
    expect(line(wide, left).width / line(still, left).width).toBeCloseTo(1.5, 1)
    expect(total(wide) / total(still)).toBeCloseTo(1, 2)
    const calcite = average(frames('calcite'))
    const blurred = average(frames('calcite', drifted({ broadening: 1.5 })))
    expect(Math.max(...blurred) / Math.max(...calcite)).toBeLessThan(0.75)
    expect(total(blurred) / total(calcite)).toBeCloseTo(1, 2)
  })

  it('of the throughput takes light', () => {
    expect(
      total(average(frames('srm2241', drifted({ throughput: 0.7 })))) / total(average(frames('srm2241'))),
    ).toBeCloseTo(0.7, 2)
  })
})

describe('a disturbance', () => {
  const skin = 'skin:II:1'
  const calm = frames(skin)
  const level = total(average(calm))
  const spread = (list: readonly Float64Array[]) => {
    const levels = list.map(total)
    return (Math.max(...levels) - Math.min(...levels)) / Math.max(...levels)
  }

  it.each<[DisturbanceName, (counts: Float64Array[]) => void]>([
    [
      'cosmicRays',
      (list) => {
        const hits = list.flatMap((frame, f) => [...frame].filter((value, i) => value - calm[f]![i]! > 500))
        expect(hits.length).toBeGreaterThan(10)
      },
    ],
    [
      'saturation',
      ([first]) => {
        expect(first!.filter((value) => value === 65_535 - BIAS).length).toBeGreaterThan(100)
      },
    ],
    [
      'ambientLight',
      (list) => {
        expect(total(average(list)) - level).toBeGreaterThan(5_000)
      },
    ],
    [
      'dirtyWindow',
      (list) => {
        expect(total(average(list)) / level).toBeLessThan(0.95)
      },
    ],
    [
      'looseFibre',
      (list) => {
        expect(spread(list)).toBeGreaterThan(0.1)
      },
    ],
    [
      'motion',
      (list) => {
        expect(spread(list)).toBeGreaterThan(0.05)
      },
    ],
  ])('%s shows', (name, check) => {
    expect(spread(calm)).toBeLessThan(0.05)
    check(frames(skin, disturbed(name)))
    expect(frames(skin, disturbed(name))).toEqual(frames(skin, disturbed(name)))
  })

  it('wrongDark lights the dark frames alone', () => {
    for (const shutterOpenMs of [0, 300]) {
      const unlit = { laserPowerMilliwatts: 0, shutterOpenMs }
      const lit = total(average(frames(skin, { ...unlit, ...disturbed('wrongDark') })))
      expect(lit - total(average(frames(skin, unlit)))).toBeGreaterThan(5_000)
    }
    expect(frames(skin, disturbed('wrongDark'))).toEqual(calm)
  })

  it('does not change what another one does', () => {
    const together = total(frames(skin, disturbed('looseFibre', 'cosmicRays'), 1)[0]!)
    expect(together / total(frames(skin, disturbed('looseFibre'), 1)[0]!)).toBeCloseTo(1, 1)
  })
})
