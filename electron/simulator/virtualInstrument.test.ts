import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { BIAS } from './detector/sensor'
import { observedBand } from './optics/lineShape'
import { tabulate } from './optics/shiftGrid'
import { ramanShift } from './optics/wavenumber'
import type { Sample } from './sample'
import { createVirtualInstrument, type Exposure } from './virtualInstrument'
import { createSample } from './virtualSample'

const exposure = (sample: Sample, changes: Partial<Exposure> = {}): Exposure => ({
  integrationTimeMs: 1000,
  laserPowerMilliwatts: 30,
  shutterOpenMs: 1000,
  detectorTemperatureCelsius: -60,
  laserTemperatureCelsius: 25,
  sample,
  ...changes,
})
const mean = (values: ArrayLike<number>) =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length

describe('createVirtualInstrument', () => {
  it('gives the same bytes for the same seed, and others for another', () => {
    const frames = (seed: number) => {
      const instrument = createVirtualInstrument({ seed })
      const sample = createSample('lesion:melanoma:II:17')
      return Array.from({ length: 3 }, () => instrument.expose(exposure(sample)).counts)
    }
    expect(frames(1)).toEqual(frames(1))
    expect(frames(1)[0]).not.toEqual(frames(1)[1])
    expect(frames(1)[0]).not.toEqual(frames(2)[0])
  })

  it('gives the bytes that the models that ship have learnt from', () => {
    const hash = createHash('sha256')
    for (const name of ['skin:III:5', 'lesion:melanoma:II:17', 'ambient', 'saturated', 'dark']) {
      const instrument = createVirtualInstrument({ seed: 7 })
      const sample = createSample(name)
      for (const laserPowerMilliwatts of [0, 25])
        hash.update(
          new Uint8Array(instrument.expose(exposure(sample, { laserPowerMilliwatts })).counts.buffer),
        )
    }
    expect(hash.digest('hex')).toBe('1c6f380a5d4af0296c36a3aa83f528d8cececc618356cf2542644fd37324ff2f')
  })

  it.each([1024, 2048])('exposes skin to believable counts with %d pixels', (pixels) => {
    const instrument = createVirtualInstrument({ seed: 4, pixels })
    const { counts, saturatedPixels } = instrument.expose(exposure(createSample('skin:II:3')))
    expect(counts).toHaveLength(pixels)
    expect(saturatedPixels).toBe(0)
    const level = (mean(counts) - BIAS) * (pixels / 1024)
    expect(level).toBeGreaterThan(3000)
    expect(level).toBeLessThan(30_000)
  })

  it('is dark behind a closed shutter, and spares the sample', () => {
    const instrument = createVirtualInstrument({ seed: 4 })
    const sample = createSample('skin')
    const { counts } = instrument.expose(exposure(sample, { shutterOpenMs: 0 }))
    expect(Math.abs(mean(counts) - BIAS)).toBeLessThan(5)
    expect(sample.doseMillijoules).toBe(0)
  })

  it('sees the room through an open shutter without the laser', () => {
    const instrument = createVirtualInstrument({ seed: 4 })
    const dark = { laserPowerMilliwatts: 0 }
    const room = mean(instrument.expose(exposure(createSample('ambient'), dark)).counts)
    const half = mean(
      instrument.expose(exposure(createSample('ambient'), { ...dark, shutterOpenMs: 500 })).counts,
    )
    const cap = mean(instrument.expose(exposure(createSample('dark'), dark)).counts)
    expect(room - cap).toBeGreaterThan(50)
    expect((half - cap) / (room - cap)).toBeCloseTo(0.5, 1)
  })

  it('bleaches skin as measured, and counts the dose', () => {
    for (const seed of [1, 2, 3, 4, 5]) {
      const instrument = createVirtualInstrument({ seed })
      const sample = createSample(`skin:II:${seed}`)
      const level = (doseMillijoules: number) => {
        sample.doseMillijoules = doseMillijoules
        return mean(instrument.expose(exposure(sample, { integrationTimeMs: 100 })).counts) - BIAS
      }
      // The middles of the first and of the tenth exposure of 300 mJ.
      const loss = 1 - level(2850) / level(150)
      expect(loss).toBeGreaterThan(0.12)
      expect(loss).toBeLessThan(0.39)
      expect(sample.doseMillijoules).toBeCloseTo(153, 9)
    }
  })

  it('saturates on a sample that is too bright', () => {
    const instrument = createVirtualInstrument({ seed: 1 })
    const { saturatedPixels } = instrument.expose(
      exposure(createSample('saturated'), { integrationTimeMs: 100 }),
    )
    expect(saturatedPixels).toBeGreaterThan(500)
  })

  it('moves every band by 1.62 cm-1 on the axis of the host when the laser warms by 10 C', () => {
    const bands = [700, 1003, 1445, 1800]
    const sample: Sample = {
      name: 'lines',
      raman: tabulate((shift) => bands.reduce((sum, band) => sum + observedBand(band, 6, 2000)(shift), 0)),
      background: [],
      roomLight: 0,
      doseMillijoules: 0,
    }
    const instrument = createVirtualInstrument({ seed: 9 })
    const [c0, c1, c2, c3] = instrument.wavelengthCoefficients
    const axis = Float64Array.from({ length: instrument.pixels }, (_, i) =>
      ramanShift(instrument.excitationNanometres, c0 + c1 * i + c2 * i ** 2 + c3 * i ** 3),
    )
    /** Where each band lies, by the place where its known shape fits best. */
    const places = (laserTemperatureCelsius: number) => {
      const { counts } = instrument.expose(exposure(sample, { laserTemperatureCelsius }))
      return bands.map((band) => {
        const overlap = (place: number) => {
          const shape = observedBand(place, 6, 1)
          return axis.reduce(
            (sum, shift, i) => sum + (Math.abs(shift - band) < 60 ? counts[i]! * shape(shift) : 0),
            0,
          )
        }
        const candidates = Array.from({ length: 401 }, (_, i) => band + (i - 200) / 50)
        return candidates.reduce((best, place) => (overlap(place) > overlap(best) ? place : best))
      })
    }
    const cool = places(25)
    const warm = places(35)
    bands.forEach((band, i) => {
      expect(Math.abs(cool[i]! - band)).toBeLessThan(0.6)
      expect(Math.abs(warm[i]! - cool[i]! - 1.62)).toBeLessThan(0.1)
    })
  })
})
