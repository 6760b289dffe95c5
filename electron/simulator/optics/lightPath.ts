import type { Sample } from '../sample'
import { NOMINAL_EXCITATION } from './excitation'
import { broaden, SLIT_IMAGE_NANOMETRES } from './lineShape'
import { roomLight } from './roomLight'
import { sampleGrid } from './shiftGrid'
import { lineSpectrum } from './spectralLines'
import { throughputAt } from './throughput'
import { ramanShift } from './wavenumber'

/** What one arrangement of slit, grating and sensor makes of light. All of it in photoelectrons of each pixel. */
export interface LightPath {
  /** Of an open objective in the room, per second. */
  readonly room: Float64Array
  /** Of a lamp, per second; nothing where the sample is none. */
  lampOf(sample: Sample): Float64Array | undefined
  /** Backgrounds of a sample, per mJ before they bleach, in its order. */
  backgroundsOf(sample: Sample): readonly Float64Array[]
  /** Adds the Raman light of so many mJ. */
  addRaman(light: Float64Array, sample: Sample, excitationNanometres: number, millijoules: number): void
  /** Photoelectrons of one photon per cm-1. */
  readonly yields: Float64Array
  /** Raman shift of each pixel at nominal excitation, cm-1. */
  readonly nominalShifts: Float64Array
}

interface Arrangement {
  /** What falls on each pixel, nm in vacuum. */
  wavelengths: Float64Array
  /** Photoelectrons of one photon, for each pixel. */
  sensitivity: Float64Array
  /** How many times wider than the slit's image a line is. */
  broadening: number
}

export function createLightPath({ wavelengths, sensitivity, broadening }: Arrangement): LightPath {
  const response = wavelengths.map((wavelength, pixel) => throughputAt(wavelength) * sensitivity[pixel]!)
  const nanometres = wavelengths.map((_, pixel) => pixelWidth(wavelengths, pixel))
  const yields = response.map(
    (perPhoton, pixel) => (perPhoton * nanometres[pixel]! * 1e7) / wavelengths[pixel]! ** 2,
  )
  const detected = (light: (wavelength: number) => number): Float64Array =>
    wavelengths.map((wavelength, pixel) => response[pixel]! * nanometres[pixel]! * light(wavelength))
  const lineWidth = SLIT_IMAGE_NANOMETRES * broadening
  const defocus = Math.sqrt(lineWidth ** 2 - SLIT_IMAGE_NANOMETRES ** 2)
  const nominalShifts = wavelengths.map((wavelength) => ramanShift(NOMINAL_EXCITATION, wavelength))
  const ramanOf = remembered((sample) => (defocus > 0 ? broaden(sample.raman, defocus) : sample.raman))
  return {
    room: detected(roomLight(lineWidth)),
    lampOf: remembered(({ lamp }) => lamp && detected(lineSpectrum(lamp, lineWidth))),
    backgroundsOf: remembered(({ background }) =>
      background.map(({ at }) => yields.map((perPhoton, pixel) => perPhoton * at(nominalShifts[pixel]!))),
    ),
    addRaman(light, sample, excitation, millijoules) {
      const spectrum = ramanOf(sample)
      for (let pixel = 0; pixel < light.length; pixel++) {
        const raman = sampleGrid(spectrum, ramanShift(excitation, wavelengths[pixel]!))
        light[pixel]! += millijoules * yields[pixel]! * raman
      }
    },
    yields,
    nominalShifts,
  }
}

function pixelWidth(wavelengths: Float64Array, pixel: number): number {
  const from = Math.max(pixel - 1, 0)
  const to = Math.min(pixel + 1, wavelengths.length - 1)
  return (wavelengths[to]! - wavelengths[from]!) / (to - from)
}

/** Worked out once for each sample. */
function remembered<T>(work: (sample: Sample) => T): (sample: Sample) => T {
  const known = new WeakMap<Sample, { value: T }>()
  return (sample) => {
    const found = known.get(sample) ?? { value: work(sample) }
    known.set(sample, found)
    return found.value
  }
}
