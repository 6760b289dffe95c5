import { StokesError } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'
import { prepareStep } from './prepareStep'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'

/** Spectra on one axis. */
export interface Batch {
  /** Wavenumbers, cm-1, ascending. */
  axis: Float64Array
  /** Intensities, one per wavenumber. */
  spectra: Float64Array[]
}

/** A recipe made ready for one axis: filters, grids and buffers serve one batch after another. */
export interface PreparedRecipe {
  /** The axis of the results, cm-1. */
  axis: Float64Array
  /** @throws StokesError as the steps */
  run(spectra: readonly Float64Array[]): Float64Array[]
}

/**
 * Applies the steps of a recipe, in their order and nothing else, to spectra on one axis. What goes in is left
 * as it was.
 *
 * @param axis wavenumbers, cm-1, ascending
 * @throws StokesError the code of what failed; the message names the step
 */
export function runRecipe(recipe: Recipe, axis: Float64Array, spectra: readonly Float64Array[]): Batch {
  const prepared = prepareRecipe(recipe, axis)
  return { axis: prepared.axis, spectra: prepared.run(spectra) }
}

/** {@link runRecipe} for many batches on one axis. */
export function prepareRecipe(recipe: Recipe, axis: Float64Array): PreparedRecipe {
  requireAscending(axis)
  let reached = axis
  const steps = recipe.steps.map((step, index) => {
    const name = `Step ${index + 1} (${step.step})`
    const prepared = named(name, () => prepareStep(step, reached))
    reached = prepared.axis
    return (spectra: readonly Float64Array[]) => named(name, () => prepared.apply(spectra))
  })
  return {
    axis: reached,
    run(spectra) {
      for (const y of spectra) {
        requireSameLength(y.length, axis.length, 'the axis')
        requireFinite(y)
      }
      return steps.reduce<Float64Array[]>((batch, step) => step(batch), [...spectra])
    },
  }
}

/** Does a step and lets its errors say which one it was. */
function named<Result>(name: string, step: () => Result): Result {
  try {
    return step()
  } catch (error) {
    if (!(error instanceof StokesError)) throw error
    const { code, message, tip, details } = error
    throw new StokesError(code, `${name}: ${message}`, {
      ...(tip !== undefined && { tip }),
      ...(details !== undefined && { details }),
      cause: error,
    })
  }
}
