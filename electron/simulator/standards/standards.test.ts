import { describe, expect, it } from 'vitest'
import { BIAS } from '../detector/sensor'
import { airToVacuum } from '../optics/airToVacuum'
import { createVirtualInstrument, type Exposure } from '../virtualInstrument'
import { createSample } from '../virtualSample'
import { certifiedLuminescence } from './srm2241'

/** One unit, a standard under it, the mean of some frames without the bias, and the axis that the factory gave. */
function measure(name: string, conditions: Partial<Exposure> = {}, seed = 4) {
  const instrument = createVirtualInstrument({ seed })
  const sample = createSample(name)
  const frames = Array.from({ length: 4 }, () =>
    instrument.expose({
      integrationTimeMs: 200,
      shutterOpenMs: 200,
      laserPowerMilliwatts: 25,
      detectorTemperatureCelsius: -60,
      laserTemperatureCelsius: 25,
      sample,
      ...conditions,
    }),
  )
  const [c0, c1, c2, c3] = instrument.wavelengthCoefficients
  const wavelengths = Float64Array.from(
    { length: instrument.pixels },
    (_, i) => c0 + c1 * i + c2 * i ** 2 + c3 * i ** 3,
  )
  const counts = wavelengths.map(
    (_, i) => frames.reduce((sum, frame) => sum + frame.counts[i]!, 0) / 4 - BIAS,
  )
  const shifts = wavelengths.map((wavelength) => 1e7 / instrument.excitationNanometres - 1e7 / wavelength)
  return { counts, wavelengths, shifts }
}

/** Centre of gravity of what stands within `reach` of a place, above the lower of both ends. */
function centroid(axis: Float64Array, counts: Float64Array, place: number, reach: number): number {
  const inside = [...axis.keys()].filter((i) => Math.abs(axis[i]! - place) < reach)
  const floor = Math.min(counts[inside[0]!]!, counts[inside.at(-1)!]!)
  const weight = inside.reduce((sum, i) => sum + counts[i]! - floor, 0)
  return inside.reduce((sum, i) => sum + axis[i]! * (counts[i]! - floor), 0) / weight
}

describe('a lamp', () => {
  it.each([
    ['neon', [830.03258, 837.7608, 849.53598, 859.12584, 863.4647, 885.38668]],
    ['argon', [826.4522, 852.1442, 912.2967]],
  ])('%s shows its lines where they lie in vacuum, without the laser', (name, lines) => {
    const { counts, wavelengths } = measure(name, { laserPowerMilliwatts: 0 })
    for (const air of lines)
      expect(Math.abs(centroid(wavelengths, counts, airToVacuum(air), 0.8) - airToVacuum(air))).toBeLessThan(
        0.04,
      )
  })

  it('blends lines that lie closer than the slit is wide', () => {
    const { counts, wavelengths } = measure('neon', { laserPowerMilliwatts: 0 })
    const between = [...wavelengths.keys()].filter(
      (i) => wavelengths[i]! > airToVacuum(877.8) && wavelengths[i]! < airToVacuum(878.7),
    )
    const maxima = between.filter((i) => counts[i]! > counts[i - 1]! && counts[i]! > counts[i + 1]!)
    expect(maxima.map((i) => wavelengths[i]!)).toHaveLength(1)
    expect(centroid(wavelengths, counts, airToVacuum(878.2), 1) - airToVacuum(878.2)).toBeLessThan(0.1)
  })

  it('is dark behind the shutter, and the laser adds nothing to it', () => {
    const highest = (conditions: Partial<Exposure>) => Math.max(...measure('neon', conditions).counts)
    expect(highest({ shutterOpenMs: 0, laserPowerMilliwatts: 0 })).toBeLessThan(60)
    expect(highest({}) / highest({ laserPowerMilliwatts: 0 })).toBeCloseTo(1, 2)
  })
})

describe('a Raman standard', () => {
  it.each([
    ['silicon', [520.45]],
    ['polystyrene', [620.9, 1001.4, 1602.3]],
    ['acetaminophen', [390.9, 651.6, 857.9, 1168.5, 1323.9, 1648.4]],
    ['cyclohexane', [801.3, 1028.3, 1266.4]],
    ['naphthalene', [513.8, 763.8, 1382.2]],
    ['calcite', [711.95, 1085.91]],
  ])('%s has its bands where they belong', (name, bands) => {
    const { counts, shifts } = measure(name)
    for (const band of bands) expect(Math.abs(centroid(shifts, counts, band, 10) - band)).toBeLessThan(0.8)
    expect(Math.max(...measure(name, { laserPowerMilliwatts: 0 }).counts)).toBeLessThan(100)
  })

  it('has a resolution to show: calcite is as wide as the slit', () => {
    const { counts, shifts } = measure('calcite', { integrationTimeMs: 1000, shutterOpenMs: 1000 })
    const near = [...shifts.keys()].filter((i) => Math.abs(shifts[i]! - 1085.91) < 30)
    const height = Math.max(...near.map((i) => counts[i]!))
    const high = near.filter((i) => counts[i]! > height / 2)
    const width = shifts[high.at(-1)!]! - shifts[high[0]!]!
    expect(width).toBeGreaterThan(6)
    expect(width).toBeLessThan(11)
  })
})

it('the glass glows as its certificate says, through the same instrument as everything else', () => {
  const glass = measure('srm2241')
  const flat = measure('saturated', { laserPowerMilliwatts: 1 })
  const relative = (shift: number) => {
    const near = [...glass.shifts.keys()].filter((i) => Math.abs(glass.shifts[i]! - shift) < 15)
    const total = (counts: Float64Array) => near.reduce((sum, i) => sum + counts[i]!, 0)
    return total(glass.counts) / total(flat.counts) / certifiedLuminescence(shift)
  }
  for (const shift of [500, 1000, 1500, 1900]) expect(relative(shift) / relative(750)).toBeCloseTo(1, 1)
  expect(certifiedLuminescence(750)).toBeCloseTo(0.2984, 4)
})
