import type { Step } from '../../contract/recipe'
import { prepareBaseline } from './baselineOf'
import { cropRange } from './cropRange'
import { despike } from './despike'
import { gaussian } from './gaussian'
import { msc } from './msc'
import { normalise } from './normalise'
import { prepareResample } from './resample'
import { prepareSavgol } from './savgol'
import { snv } from './snv'
import { subtractBaseline } from './subtractBaseline'
import { subtractDark } from './subtractDark'
import type { Treatment } from './treatment'
import { prepareWaveletDenoise } from './waveletDenoise'

/** A step made ready for one axis; its buffers serve one spectrum after another. */
export interface PreparedStep {
  /** The axis of its results, cm-1. */
  axis: Float64Array
  /** Writes what becomes of a batch; the batch that came in is left as it was. */
  apply: (spectra: readonly Float64Array[], results: readonly Float64Array[]) => void
}

/**
 * Makes a step ready for spectra on one axis.
 * @param axis ascending, cm-1
 * @throws StokesError as the function that the step names, here what concerns the axis, in `apply` the rest
 */
export function prepareStep(step: Step, axis: Float64Array): PreparedStep {
  const onEach = (treat: Treatment, to = axis): PreparedStep => ({
    axis: to,
    apply: (spectra, results) => {
      for (const [k, y] of spectra.entries()) treat(y, results[k]!)
    },
  })
  switch (step.step) {
    case 'wavelet':
      return onEach(prepareWaveletDenoise(axis.length, step))
    case 'savgol':
      return onEach(prepareSavgol(step))
    case 'gaussian':
      return onEach(copied((y) => gaussian(y, step)))
    case 'despike':
      return onEach(copied((y) => despike(y, step)))
    case 'dark':
      return onEach(copied((y) => subtractDark(y, step)))
    case 'snv':
      return onEach((y, result) => snv(y, step, result))
    case 'normalise':
      return onEach((y, result) => normalise(axis, y, step, result))
    case 'msc':
      return {
        axis,
        apply: (spectra, results) => {
          for (const [k, y] of msc(spectra, step).entries()) results[k]!.set(y)
        },
      }
    case 'asls':
    case 'airpls':
    case 'arpls':
    case 'iarpls':
    case 'modpoly':
    case 'imodpoly':
    case 'rubberband': {
      const baseline = prepareBaseline(step, axis)
      return onEach((y, result) => subtractBaseline(y, baseline(y), result))
    }
    case 'resample': {
      const { grid, resample } = prepareResample(axis, step)
      return onEach(resample, grid)
    }
    case 'crop': {
      const { start, end } = cropRange(axis, step)
      return onEach(
        copied((y) => y.subarray(start, end)),
        axis.slice(start, end),
      )
    }
  }
}

function copied(treat: (y: Float64Array) => Float64Array): Treatment {
  return (y, result) => {
    result.set(treat(y))
  }
}
