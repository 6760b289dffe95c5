import { StokesError } from '../../contract/errors'
import type { ParametersOf } from '../../contract/recipe'
import { extendSignal, sourceBeyond, type Extension } from './extendSignal'
import { orthogonalWavelets } from './orthogonalWavelets'
import { requirePoints } from './requirePoints'

type Decomposition = Pick<ParametersOf<'wavelet'>, 'wavelet' | 'level' | 'mode'>

/** The coefficients of a multilevel decomposition. */
export interface WaveletCoefficients {
  approximation: Float64Array
  /** From the coarsest level to the finest. */
  details: Float64Array[]
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
 * @throws StokesError `spectrum.tooShort`, `recipe.invalidParameter`
 */
export function decompose(y: Float64Array, { wavelet, level, mode }: Decomposition): WaveletCoefficients {
  const scaling = scalingFilter(wavelet)
  requirePoints(y.length, (scaling.length - 1) * 2 ** level, `The wavelet ${wavelet} at level ${level}`)
  const details: Float64Array[] = []
  let approximation = y
  for (let depth = 0; depth < level; depth++) {
    const next = analyse(approximation, scaling, extensions[mode])
    approximation = next.low
    details.unshift(next.high)
  }
  return { approximation, details }
}

/** The signal of `length` points that {@link decompose} took apart. */
export function recompose(
  { approximation, details }: WaveletCoefficients,
  wavelet: string,
  length: number,
): Float64Array {
  const scaling = scalingFilter(wavelet)
  return details
    .reduce((low, high) => synthesise(low.subarray(0, high.length), high, scaling), approximation)
    .slice(0, length)
}

/** The points that stand beyond the ends of `n`, `margin` on the left, then as many on the right; -1 for a zero. */
export function sourcesBeyond(n: number, margin: number, mode: Decomposition['mode']): number[] {
  const places = Array.from({ length: margin }, (_, k) => k - margin)
  const ends = [...places, ...places.map((place) => n + margin + place)]
  return ends.map((place) => sourceBeyond(extensions[mode], place, n))
}

/** Whether {@link decompose} takes `n` points apart. */
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

/** One level down: both filters at every other point. The high-pass filter mirrors the low-pass one. */
function analyse(y: Float64Array, scaling: Float64Array, extension: Extension) {
  const taps = scaling.length
  const signal = extendSignal(y, taps - 1, extension)
  const length = (y.length + taps - 1) >> 1
  const low = new Float64Array(length)
  const high = new Float64Array(length)
  for (let k = 0; k < length; k++) {
    const start = 2 * k + 1
    let lowSum = 0
    let highSum = 0
    for (let j = 0; j < taps; j += 2) {
      const even = signal[start + j]!
      const odd = signal[start + j + 1]!
      lowSum += scaling[j]! * even + scaling[j + 1]! * odd
      highSum += scaling[taps - 1 - j]! * even - scaling[taps - 2 - j]! * odd
    }
    low[k] = lowSum
    high[k] = highSum
  }
  return { low, high }
}

/** One level up: the adjoint of {@link analyse} where the filters fit. */
function synthesise(low: Float64Array, high: Float64Array, scaling: Float64Array): Float64Array {
  const taps = scaling.length
  const reach = taps / 2 - 1
  const signal = new Float64Array(2 * (low.length - reach))
  for (let k = 0; k < low.length - reach; k++) {
    let even = 0
    let odd = 0
    for (let t = 0; t <= reach; t++) {
      const lowValue = low[k + reach - t]!
      const highValue = high[k + reach - t]!
      even += scaling[2 * t]! * lowValue + scaling[taps - 1 - 2 * t]! * highValue
      odd += scaling[2 * t + 1]! * lowValue - scaling[taps - 2 - 2 * t]! * highValue
    }
    signal[2 * k] = even
    signal[2 * k + 1] = odd
  }
  return signal
}
