import type { ParametersOf } from '../../contract/recipe'
import { correlate, weightedSum } from './correlate'
import { extendSignal } from './extendSignal'
import { requireFinite } from './requireFinite'
import { requirePoints } from './requirePoints'
import { savgolWeights } from './savgolWeights'
import type { Treatment } from './treatment'

/**
 * The smoothed spectrum, or its derivative, by a least squares polynomial in a moving window. At the ends the
 * mode `interp` evaluates the polynomial of the outermost full window; the other modes extend the spectrum.
 * Savitzky and Golay, Anal. Chem. 1964, 36, 1627, doi:10.1021/ac60214a047; parameters as in SciPy.
 *
 * @param y intensities at even spacing
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`, `spectrum.tooShort`
 */
export function savgol(y: Float64Array, parameters: ParametersOf<'savgol'>): Float64Array {
  const smooth = new Float64Array(y.length)
  prepareSavgol(parameters)(y, smooth)
  return smooth
}

/** {@link savgol} with its weights computed once for many spectra. @returns what writes the result of a spectrum */
export function prepareSavgol(parameters: ParametersOf<'savgol'>): Treatment {
  const { window, mode } = parameters
  const half = (window - 1) / 2
  if (mode !== 'interp') {
    const centre = weightsAt(parameters, 0)
    return (y, smooth) => {
      requireFinite(y)
      correlate(extendSignal(y, half, mode), centre, smooth)
    }
  }

  const { centre, starts, ends } = savgolEnds(parameters)
  return (y, smooth) => {
    requireFinite(y)
    requirePoints(y.length, window, `A window of ${window} points`)
    correlate(y, centre, smooth.subarray(half, y.length - half))
    for (let i = 0; i < half; i++) {
      smooth[i] = weightedSum(y, 0, starts[i]!)
      smooth[y.length - half + i] = weightedSum(y, y.length - window, ends[i]!)
    }
  }
}

/** The weights in the middle of a window, and those of each point of the first and of the last half window. */
export function savgolEnds(parameters: ParametersOf<'savgol'>) {
  const half = (parameters.window - 1) / 2
  return {
    centre: weightsAt(parameters, 0),
    starts: Array.from({ length: half }, (_, i) => weightsAt(parameters, i - half)),
    ends: Array.from({ length: half }, (_, i) => weightsAt(parameters, i + 1)),
  }
}

function weightsAt({ window, order, deriv, delta }: ParametersOf<'savgol'>, at: number): Float64Array {
  return savgolWeights((window - 1) / 2, order, deriv, at).map((weight) => weight / delta ** deriv)
}
