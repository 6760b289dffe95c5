import type { StepOf } from '../../contract/recipe'
import { airpls } from './airpls'
import { arpls } from './arpls'
import { asls } from './asls'
import { iarpls } from './iarpls'
import { imodpoly } from './imodpoly'
import { modpoly } from './modpoly'
import { preparePolynomialFit } from './polynomialFit'
import { rubberband } from './rubberband'
import { createWhittaker } from './whittaker'

/** The steps that find a baseline and subtract it. */
export type BaselineStep = StepOf<
  'asls' | 'airpls' | 'arpls' | 'iarpls' | 'modpoly' | 'imodpoly' | 'rubberband'
>

/**
 * The baseline that a step would subtract, to show it.
 * @param axis ascending, cm-1
 * @param y intensities
 * @throws StokesError as the function that the step names
 */
export function baselineOf(step: BaselineStep, axis: Float64Array, y: Float64Array): Float64Array {
  return prepareBaseline(step, axis)(y)
}

/**
 * {@link baselineOf} for many spectra on one axis: buffers and what depends on the axis alone are shared. A baseline
 * is valid until the next one is asked for.
 */
export function prepareBaseline(step: BaselineStep, axis: Float64Array): (y: Float64Array) => Float64Array {
  switch (step.step) {
    case 'asls': {
      const whittaker = createWhittaker(axis.length, step.lam, step.diff_order)
      return (y) => asls(y, step, whittaker).baseline
    }
    case 'airpls': {
      const whittaker = createWhittaker(axis.length, step.lam, step.diff_order)
      return (y) => airpls(y, step, whittaker).baseline
    }
    case 'arpls': {
      const whittaker = createWhittaker(axis.length, step.lam, step.diff_order)
      return (y) => arpls(y, step, whittaker).baseline
    }
    case 'iarpls': {
      const whittaker = createWhittaker(axis.length, step.lam, step.diff_order)
      return (y) => iarpls(y, step, whittaker).baseline
    }
    case 'modpoly': {
      const polynomial = preparePolynomialFit(axis, step.poly_order)
      return (y) => modpoly(axis, y, step, polynomial).baseline
    }
    case 'imodpoly': {
      const polynomial = preparePolynomialFit(axis, step.poly_order)
      return (y) => imodpoly(axis, y, step, polynomial).baseline
    }
    case 'rubberband':
      return (y) => rubberband(axis, y).baseline
  }
}
