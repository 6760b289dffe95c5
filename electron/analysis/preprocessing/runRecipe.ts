import type { Recipe } from '../../contract/recipe'
import { nativeAddon, type NativeAddon } from './nativeAddon'
import { createNativeChain } from './nativeChain'
import type { PreparedRecipe } from './preparedRecipe'
import { prepareInTypescript } from './typescriptRecipe'

/** Spectra on one axis. */
export interface Batch {
  /** Wavenumbers, cm-1, ascending. */
  axis: Float64Array
  /** Intensities, one per wavenumber. */
  spectra: readonly Float64Array[]
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

/**
 * {@link runRecipe} for many batches on one axis: in the addon where it is there and knows all steps.
 * @param addon left out, the one that is found; null for TypeScript alone
 */
export function prepareRecipe(
  recipe: Recipe,
  axis: Float64Array,
  addon: NativeAddon | null = nativeAddon() ?? null,
): PreparedRecipe {
  const { axes, ...inTypescript } = prepareInTypescript(recipe, axis)
  const chain = addon && createNativeChain(addon, recipe.steps, axes)
  if (!chain) return inTypescript

  const { run, axis: grid } = inTypescript
  const fits = (spectra: readonly Float64Array[]) => spectra.every(({ length }) => length === axis.length)
  /** What the addon refuses goes through the steps that can say why. */
  const explain = (refused: number[], spectra: readonly Float64Array[], results: readonly Float64Array[]) => {
    for (const [k, y] of run(refused.map((i) => spectra[i]!)).entries()) results[refused[k]!]!.set(y)
    return results
  }
  const room = (spectra: readonly Float64Array[]) => spectra.map(() => new Float64Array(grid.length))
  return {
    axis: grid,
    implementation: 'native',
    run(spectra, results = room(spectra)) {
      if (!fits(spectra)) return run(spectra)
      const refused = chain.run(spectra, results)
      return refused.length === 0 ? results : explain(refused, spectra, results)
    },
    async runBatch(spectra, options = {}) {
      if (!fits(spectra)) return run(spectra)
      const results = room(spectra)
      const refused = await chain.runBatch(spectra, results, options)
      return explain(refused, spectra, results)
    },
  }
}
