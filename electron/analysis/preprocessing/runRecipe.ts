import type { Recipe } from '../../contract/recipe'
import { nativeAddon, type NativeAddon } from './nativeAddon'
import { createNativeChain, type Treated } from './nativeChain'
import type { PreparedRecipe } from './preparedRecipe'
import { prepareInTypescript } from './typescriptRecipe'

/** Spectra on one axis. */
export interface Batch {
  /** Wavenumbers, cm-1, ascending. */
  axis: Float64Array
  /** Intensities, one per wavenumber. */
  spectra: Float64Array[]
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

  const fits = (spectra: readonly Float64Array[]) => spectra.every(({ length }) => length === axis.length)
  /** What the addon refuses goes through the steps that can say why. */
  const complete = (treated: Treated, spectra: readonly Float64Array[]) => {
    const refused = [...treated.keys()].filter((i) => !treated[i])
    const again = inTypescript.run(refused.map((i) => spectra[i]!))
    for (const [k, i] of refused.entries()) treated[i] = again[k]
    return treated as Float64Array[]
  }
  return {
    axis: inTypescript.axis,
    implementation: 'native',
    run: (spectra) => (fits(spectra) ? complete(chain.run(spectra), spectra) : inTypescript.run(spectra)),
    runBatch: async (spectra, options = {}) =>
      fits(spectra) ? complete(await chain.runBatch(spectra, options), spectra) : inTypescript.run(spectra),
  }
}
