import { StokesError } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'
import type { BatchOptions, PreparedRecipe } from './preparedRecipe'
import { prepareStep } from './prepareStep'
import { requireAscending } from './requireAscending'
import { requireFinite } from './requireFinite'
import { requireSameLength } from './requireSameLength'

/** Spectra between two looks at what else this thread has to do: some milliseconds. */
const SPECTRA_AT_ONCE = 16

/** A recipe whose steps run in TypeScript. */
export interface TypescriptRecipe extends PreparedRecipe {
  /** The axis that each step starts from, cm-1. */
  axes: Float64Array[]
}

/** Makes a recipe ready without the addon. @throws StokesError what of the steps concerns the axis */
export function prepareInTypescript(recipe: Recipe, axis: Float64Array): TypescriptRecipe {
  requireAscending(axis)
  const axes = [axis]
  const steps = recipe.steps.map((step, index) => {
    const name = `Step ${index + 1} (${step.step})`
    const prepared = named(name, () => prepareStep(step, axes[index]!))
    axes.push(prepared.axis)
    return (spectra: readonly Float64Array[]) => named(name, () => prepared.apply(spectra))
  })
  const run = (spectra: readonly Float64Array[], results?: readonly Float64Array[]) => {
    for (const y of spectra) {
      requireSameLength(y.length, axis.length, 'the axis')
      requireFinite(y)
    }
    const treated = steps.reduce<readonly Float64Array[]>((batch, step) => step(batch), spectra)
    results?.forEach((result, i) => {
      result.set(treated[i]!)
    })
    return results ?? treated
  }
  const needsAll = recipe.steps.some(({ step }) => step === 'msc')
  return {
    axis: axes.pop()!,
    axes,
    implementation: 'typescript',
    run,
    runBatch: (spectra, options = {}) =>
      inTurns(run, spectra, needsAll ? Infinity : SPECTRA_AT_ONCE, options),
  }
}

async function inTurns(
  run: PreparedRecipe['run'],
  spectra: readonly Float64Array[],
  atOnce: number,
  { signal, onProgress }: BatchOptions,
): Promise<Float64Array[]> {
  const results: Float64Array[] = []
  while (results.length < spectra.length) {
    signal?.throwIfAborted()
    results.push(...run(spectra.slice(results.length, results.length + atOnce)))
    onProgress?.(results.length)
    await new Promise((resolve) => setImmediate(resolve))
  }
  return results
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
