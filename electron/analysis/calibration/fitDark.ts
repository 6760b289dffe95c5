import type { DarkModel } from '../../contract/calibration'
import { median } from '../preprocessing/median'
import { reason } from './reason'

export interface DarkFrame {
  /** Counts, one a pixel. */
  counts: Float64Array
  integrationTimeMs: number
  temperatureCelsius: number
}

/** Kelvin that double the dark current, where they are looked for; silicon's is 5 to 10. */
const DOUBLING = { from: 3, to: 20 }
/** Frames of temperatures closer than this say nothing of how it goes with temperature. */
const LEAST_SPAN_KELVIN = 2

/**
 * What the detector counts without light, as bias + rate x time, each pixel with its own, the rate doubling with each so many
 * kelvin (Widenhorn et al., Proc. SPIE 2002, 4669, 193, doi:10.1117/12.463446).
 *
 * @param frames of two integration times at least
 */
export function fitDark(frames: readonly DarkFrame[]): DarkModel {
  const times = new Set(frames.map(({ integrationTimeMs }) => integrationTimeMs))
  const [first] = frames
  if (!first || times.size < 2 || frames.length < 3) {
    const why = reason(
      'tooFewFrames',
      `${frames.length} dark frames of ${times.size} integration times do not tell bias from dark current; 3 of 2 do.`,
      'Take dark frames of a short and of a long integration time.',
    )
    return { ...nothing, reasons: [why] }
  }
  const temperatures = frames.map(({ temperatureCelsius }) => temperatureCelsius)
  const temperatureCelsius = median(Float64Array.from(temperatures))
  const span = Math.max(...temperatures) - Math.min(...temperatures)
  const misfit = (doubling: number) => sumOfSquares(frames, temperatureCelsius, doubling)
  const doublingKelvin = span < LEAST_SPAN_KELVIN ? null : leastOf(misfit, DOUBLING)
  const { bias, rate, squares } = linesThrough(frames, temperatureCelsius, doublingKelvin)
  return {
    ok: true,
    reasons: [],
    bias: [...bias],
    rate: [...rate],
    temperatureCelsius,
    doublingKelvin,
    readNoiseCounts: readNoise(frames),
    rmsCounts: Math.sqrt(squares / (frames.length * first.counts.length)),
  }
}

/** Counts of each pixel without light after a time at a temperature, by a model that is ok. */
export function darkOf(
  { bias, rate, temperatureCelsius, doublingKelvin }: DarkModel,
  at: { integrationTimeMs: number; temperatureCelsius: number },
): Float64Array {
  const growth = growthOf(at.temperatureCelsius, temperatureCelsius ?? at.temperatureCelsius, doublingKelvin)
  const seconds = (at.integrationTimeMs / 1000) * growth
  return Float64Array.from(bias, (counts, pixel) => counts + rate[pixel]! * seconds)
}

const nothing = {
  ok: false,
  bias: [],
  rate: [],
  temperatureCelsius: null,
  doublingKelvin: null,
  readNoiseCounts: null,
  rmsCounts: null,
} satisfies Partial<DarkModel>

function growthOf(temperature: number, reference: number, doubling: number | null): number {
  return doubling === null ? 1 : 2 ** ((temperature - reference) / doubling)
}

/** A straight line through each pixel's counts over the time that dark current had, in seconds at the reference. */
function linesThrough(frames: readonly DarkFrame[], reference: number, doubling: number | null) {
  const x = frames.map(
    (frame) => (frame.integrationTimeMs / 1000) * growthOf(frame.temperatureCelsius, reference, doubling),
  )
  const meanX = x.reduce((sum, value) => sum + value, 0) / x.length
  const spread = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0)
  const pixels = frames[0]!.counts.length
  const bias = new Float64Array(pixels)
  const rate = new Float64Array(pixels)
  let squares = 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    let mean = 0
    let covariance = 0
    frames.forEach(({ counts }, i) => {
      mean += counts[pixel]! / frames.length
      covariance += (x[i]! - meanX) * counts[pixel]!
    })
    rate[pixel] = covariance / spread
    bias[pixel] = mean - rate[pixel]! * meanX
    frames.forEach(({ counts }, i) => {
      squares += (counts[pixel]! - bias[pixel]! - rate[pixel]! * x[i]!) ** 2
    })
  }
  return { bias, rate, squares }
}

const sumOfSquares = (frames: readonly DarkFrame[], reference: number, doubling: number): number =>
  linesThrough(frames, reference, doubling).squares

/** Golden section search of a valley. */
function leastOf(valueAt: (x: number) => number, { from, to }: { from: number; to: number }): number {
  const golden = (Math.sqrt(5) - 1) / 2
  let low = from
  let high = to
  while (high - low > 0.01) {
    const a = high - golden * (high - low)
    const b = low + golden * (high - low)
    if (valueAt(a) < valueAt(b)) high = b
    else low = a
  }
  return (low + high) / 2
}

/** From two frames of the shortest time and one temperature, whose fixed pattern cancels; null without two. */
function readNoise(frames: readonly DarkFrame[]): number | null {
  const shortest = Math.min(...frames.map(({ integrationTimeMs }) => integrationTimeMs))
  const [one, other] = frames.filter(({ integrationTimeMs }) => integrationTimeMs === shortest)
  if (!one || !other) return null
  const differences = one.counts.map((count, pixel) => Math.abs(count - other.counts[pixel]!))
  return median(differences) / 0.6745 / Math.SQRT2
}
