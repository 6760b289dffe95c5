import { levenbergMarquardt } from 'ml-levenberg-marquardt'
import { noiseLevel } from '../quality/noiseLevel'

export type LineShape = 'gaussian' | 'pseudoVoigt' | 'pearson7' | 'centroid'

/** A line of a spectrum, or several whose distances are known, fitted. */
export interface MeasuredLine {
  /** Of the first line, in pixels from the centre of the first one. */
  pixel: number
  /** Standard uncertainty of `pixel`, from what the fit leaves. */
  uncertainty: number
  /** Full width at half maximum, pixels. */
  width: number
  /** Height of the highest above the background, unit of the intensities. */
  height: number
}

interface Options {
  /** Full width at half maximum that is expected, pixels. */
  width: number
  /** @default 'pseudoVoigt' */
  shape?: LineShape
  /** Where further lines stand beside the first, pixels: of the same width, each with a height of its own. */
  distances?: readonly number[]
}

/** How far around a line is fitted, in widths: to both sides of it. */
const REACH = 1.4

/**
 * Place and width of a line by least squares on a straight background, Levenberg-Marquardt. The shape mixes a Gaussian with a
 * Lorentzian (pseudo-Voigt) or goes from one to the other (Pearson VII); a line that is symmetric is put at the same place by
 * all. The centroid takes no shape, and is drawn aside by what stands beside the line.
 *
 * @param intensities one a pixel, any unit
 * @param near where the first line stands, within about half of its width
 * @returns null where the line is off the spectrum or does not stand out of it
 */
export function fitLine(
  intensities: Float64Array,
  near: number,
  { width, shape = 'pseudoVoigt', distances = [] }: Options,
): MeasuredLine | null {
  const places = [0, ...distances]
  const reach = Math.max(REACH * width, 3)
  // What stands farther away is only there for the foot of it that reaches over.
  const inside = places.filter((place) => Math.abs(place) < width)
  const from = Math.max(Math.ceil(near + Math.min(...inside) - reach), 0)
  const to = Math.min(Math.floor(near + Math.max(...inside) + reach), intensities.length - 1)
  // Half of a line at an end of the detector is none.
  if (near - width / 2 < from || near + width / 2 > to || to - from < 5 + distances.length) return null

  const cut = intensities.subarray(from, to + 1)
  const lowest = cut.reduce((least, value) => Math.min(least, value), Infinity)
  const span = cut.reduce((most, value) => Math.max(most, value), -Infinity) - lowest
  if (!(span > 0)) return null
  // Around 0, heights of 1: what the steps of the numeric derivatives are meant for.
  const x = Array.from(cut, (_, i) => from + i - near)
  const y = Array.from(cut, (value) => (value - lowest) / span)
  if (shape === 'centroid') return centroid(x, y, { near, span, noise: noiseLevel(intensities) })

  const profile = profiles[shape]
  const { parameterValues } = levenbergMarquardt(
    { x, y },
    ([place, fullWidth, form, level, slope, ...heights]) =>
      (at) =>
        heights.reduce(
          (sum, height, i) => sum + height * profile((at - place! - places[i]!) / fullWidth!, form!),
          level! + slope! * at,
        ),
    {
      initialValues: [0, width, 0.3, 0, 0, ...places.map((place) => y[nearest(x, place)]!)],
      minValues: [-width, width / 4, 0, -1, -1, ...places.map(() => 0)],
      maxValues: [width, width * 4, 1, 1, 1, ...places.map(() => 3)],
      gradientDifference: 1e-4,
      centralDifference: true,
      damping: 1e-3,
      maxIterations: 40,
      errorTolerance: 1e-9,
    },
  )
  const [place, fullWidth, form, level, slope, ...heights] = parameterValues
  const height = Math.max(...heights)
  if (!(height > 0.1)) return null
  const squares = x.reduce((sum, at, i) => {
    const fitted = heights.reduce(
      (total, one, k) => total + one * profile((at - place! - places[k]!) / fullWidth!, form!),
      level! + slope! * at,
    )
    return sum + (y[i]! - fitted) ** 2
  }, 0)
  const noise = Math.sqrt(squares / Math.max(x.length - parameterValues.length, 1))
  return {
    pixel: near + place!,
    uncertainty: placeUncertainty(noise / height, fullWidth!),
    width: fullWidth!,
    height: height * span,
  }
}

/** Of half width 1/2 and height 1; `form` from 0, the Gaussian, to 1, the Lorentzian. */
const profiles: Record<Exclude<LineShape, 'centroid'>, (distance: number, form: number) => number> = {
  gaussian: (distance) => Math.exp(-4 * Math.LN2 * distance ** 2),
  pseudoVoigt: (distance, form) =>
    (1 - form) * Math.exp(-4 * Math.LN2 * distance ** 2) + form / (1 + 4 * distance ** 2),
  pearson7: (distance, form) => {
    const exponent = 1 / Math.max(form, 0.02)
    return (1 + 4 * distance ** 2 * (2 ** (1 / exponent) - 1)) ** -exponent
  },
}

/**
 * What noise of a share of the height leaves of the place of a Gaussian: Lenz and Ayres, Publ. Astron. Soc. Pac. 1992,
 * 104, 1104, doi:10.1086/133096.
 */
function placeUncertainty(noise: number, width: number): number {
  return 0.69 * noise * Math.sqrt(width)
}

/** Mean place of what is above half of the height. */
function centroid(
  x: readonly number[],
  y: readonly number[],
  { near, span, noise }: { near: number; span: number; noise: number },
): MeasuredLine {
  const above = y.map((value) => Math.max(value - 0.5, 0))
  const sum = above.reduce((total, value) => total + value, 0)
  const place = x.reduce((total, at, i) => total + at * above[i]!, 0) / sum
  const width = above.filter((value) => value > 0).length
  return { pixel: near + place, uncertainty: placeUncertainty(noise / span, width), width, height: span }
}

function nearest(x: readonly number[], place: number): number {
  const index = Math.round(place - x[0]!)
  return Math.min(Math.max(index, 0), x.length - 1)
}
