import { NO_DRIFT, type Drift } from '../drift'
import type { Random } from '../random/random'

/** Vacuum wavelength in nm of the centre of pixel i: c0 + c1 i + c2 i^2 + c3 i^3. */
export type WavelengthCoefficients = readonly [number, number, number, number]

export interface Spectrograph {
  /** True vacuum wavelength in nm of each pixel's centre, rising; where lines have moved, of what falls there now. */
  wavelengths(moved?: Pick<Drift, 'shiftPixels' | 'stretchPixels'>): Float64Array
  /** What the factory calibration found, and the host is told. */
  readonly coefficients: WavelengthCoefficients
}

/** Design of the spectrograph: about 320 to 2 060 cm-1 at 785 nm. Lengths in mm. */
const DESIGN = {
  groovesPerMillimetre: 600,
  incidence: (5 * Math.PI) / 180,
  focalLength: 163.5,
  sensorWidth: 14.336,
  centreNanometres: 871.5,
} as const

/**
 * Unit to unit, and how well a neon lamp calibrates one: 0.01 nm is a twelfth of a pixel. Standard
 * deviations.
 */
const TOLERANCE = {
  centreNanometres: 0.2,
  focalLength: 0.15,
  calibrationNanometres: 0.01,
  calibrationStretch: 5e-5,
} as const

/**
 * A plane grating in first order before a flat sensor: wavelength = d (sin a + sin b), where b turns with the
 * place on the sensor (Palmer, Diffraction Grating Handbook, ch. 2). The host gets the cubic that a
 * calibration of it would find, with its small error.
 */
export function createSpectrograph(random: Random, pixels: number): Spectrograph {
  const centre = DESIGN.centreNanometres + TOLERANCE.centreNanometres * random.normal()
  const focalLength = DESIGN.focalLength + TOLERANCE.focalLength * random.normal()
  const grooveSpacing = 1e6 / DESIGN.groovesPerMillimetre
  const centreDiffraction = Math.asin(centre / grooveSpacing - Math.sin(DESIGN.incidence))
  const wavelengthAt = (pixel: number): number => {
    const place = ((pixel + 0.5) / pixels - 0.5) * DESIGN.sensorWidth
    return (
      grooveSpacing *
      (Math.sin(DESIGN.incidence) + Math.sin(centreDiffraction + Math.atan(place / focalLength)))
    )
  }
  const offset = TOLERANCE.calibrationNanometres * random.normal()
  const stretch = 1 + TOLERANCE.calibrationStretch * random.normal()
  const calibrated = (pixel: number): number => centre + stretch * (wavelengthAt(pixel) - centre) + offset
  return {
    wavelengths: ({ shiftPixels, stretchPixels } = NO_DRIFT) =>
      Float64Array.from({ length: pixels }, (_, pixel) =>
        wavelengthAt(pixel - shiftPixels - stretchPixels * (pixel / (pixels - 1) - 0.5)),
      ),
    coefficients: fitCubic(calibrated, pixels),
  }
}

/**
 * The cubic through a smooth function at the four Chebyshev nodes of the sensor, close to the best one: here
 * within 2e-4 nm.
 */
function fitCubic(value: (pixel: number) => number, pixels: number): WavelengthCoefficients {
  const half = (pixels - 1) / 2
  const nodes = [1, 3, 5, 7].map((k) => half + half * Math.cos((k * Math.PI) / 8))
  const divided = nodes.map(value)
  for (let order = 1; order < 4; order++) {
    for (let i = 3; i >= order; i--) {
      divided[i] = (divided[i]! - divided[i - 1]!) / (nodes[i]! - nodes[i - order]!)
    }
  }
  // Newton's form, multiplied out from the inside.
  const polynomial: [number, number, number, number] = [divided[3]!, 0, 0, 0]
  for (let i = 2; i >= 0; i--) {
    for (let power = 3; power > 0; power--) {
      polynomial[power] = polynomial[power - 1]! - nodes[i]! * polynomial[power]!
    }
    polynomial[0] = divided[i]! - nodes[i]! * polynomial[0]
  }
  return polynomial
}
