import { StokesError } from '../../contract/errors'
import type { ParametersOf } from '../../contract/recipe'
import { sourceBeyond, type Extension } from './extendSignal'
import { orthogonalWavelets } from './orthogonalWavelets'
import { requirePoints } from './requirePoints'

type Decomposition = Pick<ParametersOf<'wavelet'>, 'wavelet' | 'level' | 'mode'>

/** A multilevel decomposition of signals of one length; its buffers serve one signal after another. */
export interface WaveletTransform {
  approximation: Float64Array
  /** From the coarsest level to the finest. */
  details: readonly Float64Array[]
  /** Fills the coefficients. */
  decompose: (y: Float64Array) => void
  /** Writes the signal of the coefficients, which may have been changed since. */
  recompose: (y: Float64Array) => void
}

/** What one level of the decomposition takes apart. The filters do two points at once and may go one too far. */
interface Level {
  /** The signal with the points that stand beyond its ends, and some to spare. */
  extended: Float64Array
  /** The signal in it. */
  signal: Float64Array
  /** For each point beyond its ends where it comes from, on the left and on the right; -1 for a zero. */
  beyond: readonly number[]
  /** Where the coefficients go, with one to spare, and how many there are. */
  low: Float64Array
  high: Float64Array
  points: number
}

/** PyWavelets' names of the extensions, which SciPy names otherwise. */
const extensions: Record<Decomposition['mode'], Extension> = {
  symmetric: 'reflect',
  reflect: 'mirror',
  periodic: 'wrap',
  constant: 'nearest',
  zero: 'constant',
}

/**
 * The multilevel discrete wavelet transform, as PyWavelets' wavedec. A level deeper than the length allows is
 * refused: all of its coefficients would see the edges.
 * Mallat, IEEE Trans. Pattern Anal. Mach. Intell. 1989, 11, 674, doi:10.1109/34.192463.
 *
 * @param n points of the signals
 * @throws StokesError `spectrum.tooShort`, `recipe.invalidParameter`
 */
export function createWaveletTransform(
  n: number,
  { wavelet, level: depth, mode }: Decomposition,
): WaveletTransform {
  const scaling = scalingFilter(wavelet)
  const taps = scaling.length
  // The high-pass filter mirrors the low-pass one.
  const mirrored = scaling.map((_, j) => (j % 2 === 0 ? 1 : -1) * scaling[taps - 1 - j]!)
  const margin = taps - 1
  requirePoints(n, margin * 2 ** depth, `The wavelet ${wavelet} at level ${depth}`)
  const levels: Level[] = []
  let extended = new Float64Array(n + 2 * taps)
  for (let length = n; levels.length < depth;) {
    const points = (length + margin) >> 1
    const next = new Float64Array(points + 2 * taps)
    levels.push({
      extended,
      signal: extended.subarray(margin, margin + length),
      beyond: sourcesBeyond(length, margin, mode),
      low: next.subarray(margin),
      high: new Float64Array(points + 1),
      points,
    })
    length = points
    extended = next
  }
  const coarsest = levels.at(-1)!

  return {
    approximation: coarsest.low.subarray(0, coarsest.points),
    details: levels.map(({ high, points }) => high.subarray(0, points)).reverse(),

    decompose(y) {
      levels[0]!.signal.set(y)
      for (const level of levels) {
        extend(level)
        analyse(level, scaling, mirrored)
      }
    },

    recompose(y) {
      let { low } = coarsest
      for (let i = levels.length - 1; i >= 0; i--) {
        synthesise(low, levels[i]!, scaling, mirrored)
        low = levels[i]!.extended
      }
      y.set(low.subarray(0, n))
    },
  }
}

/** The points that stand beyond the ends of `n`, `margin` on the left, then as many on the right; -1 for a zero. */
export function sourcesBeyond(n: number, margin: number, mode: Decomposition['mode']): number[] {
  const places = Array.from({ length: margin }, (_, k) => k - margin)
  const ends = [...places, ...places.map((place) => n + margin + place)]
  return ends.map((place) => sourceBeyond(extensions[mode], place, n))
}

/** Whether `n` points can be taken apart. */
export function hasWavelet({ wavelet, level }: Decomposition, n: number): boolean {
  const taps = filterOf(wavelet)?.length
  return taps !== undefined && (taps - 1) * 2 ** level <= n
}

function filterOf(wavelet: string) {
  return orthogonalWavelets.get(wavelet === 'db1' ? 'haar' : wavelet)
}

/** @throws StokesError `recipe.invalidParameter` */
export function scalingFilter(wavelet: string): Float64Array {
  const scaling = filterOf(wavelet)
  if (scaling) return Float64Array.from(scaling)
  throw new StokesError('recipe.invalidParameter', `There is no wavelet ${wavelet} here.`, {
    tip: `Use one of ${[...orthogonalWavelets.keys()].join(', ')}.`,
  })
}

function extend({ extended, signal, beyond }: Level): void {
  const margin = beyond.length / 2
  const right = margin + signal.length
  for (let k = 0; k < margin; k++) {
    const before = beyond[k]!
    const after = beyond[margin + k]!
    extended[k] = before < 0 ? 0 : signal[before]!
    extended[right + k] = after < 0 ? 0 : signal[after]!
  }
}

/** One level down: both filters at every other point. */
function analyse({ extended, low, high, points }: Level, scaling: Float64Array, mirrored: Float64Array) {
  for (let k = 0; k < points; k += 2) {
    let low0 = 0
    let low1 = 0
    let high0 = 0
    let high1 = 0
    let even = extended[2 * k + 1]!
    let odd = extended[2 * k + 2]!
    for (let j = 0; j < scaling.length; j += 2) {
      const nextEven = extended[2 * k + j + 3]!
      const nextOdd = extended[2 * k + j + 4]!
      low0 += scaling[j]! * even + scaling[j + 1]! * odd
      low1 += scaling[j]! * nextEven + scaling[j + 1]! * nextOdd
      high0 += mirrored[j]! * even + mirrored[j + 1]! * odd
      high1 += mirrored[j]! * nextEven + mirrored[j + 1]! * nextOdd
      even = nextEven
      odd = nextOdd
    }
    low[k] = low0
    low[k + 1] = low1
    high[k] = high0
    high[k + 1] = high1
  }
}

/** One level up, over the signal that was taken apart: the adjoint of {@link analyse} where the filters fit. */
function synthesise(
  low: Float64Array,
  { extended, high, points }: Level,
  scaling: Float64Array,
  mirrored: Float64Array,
) {
  const reach = scaling.length / 2 - 1
  for (let k = reach; k < points; k += 2) {
    let even0 = 0
    let odd0 = 0
    let even1 = 0
    let odd1 = 0
    let nextLow = low[k + 1]!
    let nextHigh = high[k + 1]!
    for (let j = 0; j < scaling.length; j += 2) {
      const lowValue = low[k - j / 2]!
      const highValue = high[k - j / 2]!
      even0 += scaling[j]! * lowValue + mirrored[j]! * highValue
      odd0 += scaling[j + 1]! * lowValue + mirrored[j + 1]! * highValue
      even1 += scaling[j]! * nextLow + mirrored[j]! * nextHigh
      odd1 += scaling[j + 1]! * nextLow + mirrored[j + 1]! * nextHigh
      nextLow = lowValue
      nextHigh = highValue
    }
    const at = 2 * (k - reach)
    extended[at] = even0
    extended[at + 1] = odd0
    extended[at + 2] = even1
    extended[at + 3] = odd1
  }
}
