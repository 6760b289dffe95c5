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
import { waveletDenoise } from './waveletDenoise'

/** A step made ready for one axis. */
export interface PreparedStep {
  /** The axis of its result, cm-1. */
  axis: Float64Array
  /** A batch in, a batch out; the batch that came in is left as it was. */
  apply: (spectra: readonly Float64Array[]) => Float64Array[]
}

/**
 * Makes a step ready for spectra on one axis.
 * @param axis ascending, cm-1
 * @throws StokesError as the function that the step names, here what concerns the axis, in `apply` the rest
 */
export function prepareStep(step: Step, axis: Float64Array): PreparedStep {
  const onEach = (treat: (y: Float64Array) => Float64Array, to = axis): PreparedStep => ({
    axis: to,
    apply: (spectra) => spectra.map(treat),
  })
  switch (step.step) {
    case 'wavelet':
      return onEach((y) => waveletDenoise(y, step))
    case 'savgol':
      return onEach(prepareSavgol(step))
    case 'gaussian':
      return onEach((y) => gaussian(y, step))
    case 'despike':
      return onEach((y) => despike(y, step))
    case 'dark':
      return onEach((y) => subtractDark(y, step))
    case 'snv':
      return onEach((y) => snv(y, step))
    case 'normalise':
      return onEach((y) => normalise(axis, y, step))
    case 'msc':
      return { axis, apply: (spectra) => msc(spectra, step) }
    case 'asls':
    case 'airpls':
    case 'arpls':
    case 'iarpls':
    case 'modpoly':
    case 'imodpoly':
    case 'rubberband': {
      const baseline = prepareBaseline(step, axis)
      return onEach((y) => subtractBaseline(y, baseline(y)))
    }
    case 'resample': {
      const { grid, resample } = prepareResample(axis, step)
      return onEach(resample, grid)
    }
    case 'crop': {
      const { start, end } = cropRange(axis, step)
      return onEach((y) => y.slice(start, end), axis.slice(start, end))
    }
  }
}
