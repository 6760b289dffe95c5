import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { Lamp, ShiftStandard } from '../../contract/calibration'
import { ramanShift, scatteredWavelength } from './ramanShift'
import { lampLines, standardLines } from './referenceLines'

// Spectra whose truth is known, for tests and the benchmark: a plane grating before a flat sensor of 1024 pixels, 0.12 nm
// each, lines of Gaussian shape 0.6 nm wide, shot noise and read noise.

const PIXELS = 1024
const WIDTH_NANOMETRES = 0.6
const PEDESTAL = 600

/** Uniform in [0, 1), from a seed. */
export function randomOf(seed: number): () => number {
  const generator = xoroshiro128plus(seed)
  // The first numbers of small seeds are alike.
  for (let i = 0; i < 20; i++) generator.next()
  return () => uniformFloat64(generator)
}

function normalOf(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

/** True vacuum wavelength of each pixel, nm. The image may have moved and grown, in pixels from end to end. */
export function trueWavelengths({ shift = 0, stretch = 0, centre = 871.5 } = {}): Float64Array {
  const spacing = 1e6 / 600
  const incidence = Math.sin((5 * Math.PI) / 180)
  const diffraction = Math.asin(centre / spacing - incidence)
  return Float64Array.from({ length: PIXELS }, (_, pixel) => {
    const fromMiddle = pixel - (PIXELS - 1) / 2
    const place = (fromMiddle - shift) / (1 + stretch / PIXELS)
    return spacing * (incidence + Math.sin(diffraction + Math.atan((place * 0.014) / 163.5)))
  })
}

interface Line {
  nanometres: number
  height: number
  /** Full width at half maximum, nm. */
  width?: number
}

/** Counts of a detector with a dark level, from lines. */
export function counts(
  wavelengths: Float64Array,
  lines: readonly Line[],
  random: () => number,
  background: (pixel: number) => number = () => 0,
): Float64Array {
  const normal = normalOf(random)
  const light = wavelengths.map((_, pixel) => background(pixel))
  for (const { nanometres, height, width = WIDTH_NANOMETRES } of lines) {
    wavelengths.forEach((at, pixel) => {
      const distance = (at - nanometres) / width
      if (Math.abs(distance) < 5) light[pixel]! += height * Math.exp(-4 * Math.LN2 * distance ** 2)
    })
  }
  return light.map((value) => {
    const electrons = 2 * value + Math.sqrt(Math.max(2 * value, 0) + 64) * normal()
    return Math.min(Math.max(Math.round(PEDESTAL + electrons / 2), 0), 65_535)
  })
}

/** A lamp: each line with a strength of its own around the list's, some of them missing, and some that are none of its. */
export function lampCounts(
  lamp: Lamp,
  wavelengths: Float64Array,
  random: () => number,
  /** `bulb` draws the strengths: the same seed is the same lamp on another day. */
  { missing = 0, spurious = 0, height = 40_000, bulb = random } = {},
): Float64Array {
  const normal = normalOf(bulb)
  const inView = lampLines[lamp].filter(
    ({ position }) => position > wavelengths[0]! && position < wavelengths.at(-1)!,
  )
  const absent = new Set<number>()
  while (absent.size < Math.round(missing * inView.length)) absent.add(Math.floor(random() * inView.length))
  const strongest = Math.max(...inView.map(({ strength }) => strength))
  const lines = inView
    .filter((_, i) => !absent.has(i))
    .map(({ position, strength }) => ({
      nanometres: position,
      height: Math.min((height * strength * Math.exp(0.3 * normal())) / strongest, 60_000),
    }))
  for (let i = 0; i < spurious; i++) {
    lines.push({
      nanometres: wavelengths[Math.floor(20 + random() * (PIXELS - 40))]!,
      height: height * random(),
    })
  }
  return counts(wavelengths, lines, random)
}

/** What a host might believe of the axis: off by so many pixels, and stretched by a share. */
export function guessOf(wavelengths: Float64Array, { pixels = 0, stretch = 0 } = {}): Float64Array {
  const middle = (PIXELS - 1) / 2
  const first = 2 * wavelengths[0]! - wavelengths[1]!
  return wavelengths.map((_, pixel) => {
    const place = middle + (pixel - middle) * (1 + stretch) + pixels
    const low = Math.min(Math.max(Math.floor(place), 0), PIXELS - 2)
    const value = wavelengths[low]! + (place - low) * (wavelengths[low + 1]! - wavelengths[low]!)
    return place < 0 ? first + (place + 1) * (wavelengths[1]! - wavelengths[0]!) : value
  })
}

/** A wafer of silicon: its phonon, and what belongs to it at 302 and 960 cm-1. */
export function siliconCounts(
  wavelengths: Float64Array,
  laserNanometres: number,
  random: () => number,
): Float64Array {
  const line = (shift: number, height: number, width: number) => ({
    nanometres: scatteredWavelength(laserNanometres, shift),
    height,
    width: Math.hypot(WIDTH_NANOMETRES, width * 0.067),
  })
  return counts(
    wavelengths,
    [line(520.45, 30_000, 3.5), line(302, 900, 20), line(960, 1500, 50)],
    random,
    () => 300,
  )
}

/** A standard of ASTM E1840: its lines, each natural width 8 cm-1, on a sloping background. */
export function standardCounts(
  standard: ShiftStandard,
  wavelengths: Float64Array,
  laserNanometres: number,
  random: () => number,
): Float64Array {
  const lines = standardLines[standard].lines.map(({ position, strength }) => ({
    nanometres: scatteredWavelength(laserNanometres, position),
    height: 20_000 * Math.sqrt(strength),
    width: Math.hypot(WIDTH_NANOMETRES, 8 * 0.067),
  }))
  return counts(wavelengths, lines, random, (pixel) => 2000 - pixel)
}

/** Raman shift of each pixel, cm-1. */
export function shiftsOf(wavelengths: Float64Array, laserNanometres: number): Float64Array {
  return wavelengths.map((nanometres) => ramanShift(laserNanometres, nanometres))
}
