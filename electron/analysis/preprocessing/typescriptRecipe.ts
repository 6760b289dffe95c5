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
    return (...batches: Parameters<typeof prepared.apply>) => {
      named(name, () => {
        prepared.apply(...batches)
      })
    }
  })
  const grid = axes.pop()!
  const needsAll = recipe.steps.some(({ step }) => step === 'msc')
  const between = axes.slice(1).map(({ length }) => length)
  const rows = between.map((length) => roomFor(1, length))

  /** @param room for what each step but the last gives */
  function treat(
    spectra: readonly Float64Array[],
    results: readonly Float64Array[],
    room: readonly (readonly Float64Array[])[],
  ) {
    let batch = spectra
    for (const [index, step] of steps.entries()) {
      const next = room[index] ?? results
      step(batch, next)
      batch = next
    }
  }

  const run: PreparedRecipe['run'] = (spectra, results = roomFor(spectra.length, grid.length)) => {
    for (const y of spectra) {
      requireSameLength(y.length, axis.length, 'the axis')
      requireFinite(y)
    }
    if (needsAll) {
      treat(
        spectra,
        results,
        between.map((length) => roomFor(spectra.length, length)),
      )
    } else {
      for (const [k, y] of spectra.entries()) treat([y], [results[k]!], rows)
    }
    return results
  }
  return {
    axis: grid,
    axes,
    implementation: 'typescript',
    run,
    runBatch: (spectra, options = {}) =>
      inTurns(run, spectra, needsAll ? Infinity : SPECTRA_AT_ONCE, options),
  }
}

function roomFor(count: number, length: number): Float64Array[] {
  return Array.from({ length: count }, () => new Float64Array(length))
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
