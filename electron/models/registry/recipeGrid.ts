import { evenGrid } from '../../analysis/preprocessing/evenGrid'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { StokesError } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'

/** Axes of two instruments, cm-1. */
const AXES = [
  { lo: 150, hi: 3400, n: 1024 },
  { lo: 200, hi: 3300, n: 2048 },
] as const

/**
 * The axis that a recipe leaves whatever the instrument, cm-1.
 * @throws StokesError `model.wrongRecipe` where it depends on the instrument or is not even, and what the recipe throws
 */
export function recipeGrid(recipe: Recipe): Float64Array {
  const [grid, other] = AXES.map((axis) => prepareRecipe(recipe, evenGrid(axis), null).axis)
  const spacing = grid![1]! - grid![0]!
  const even = grid!.every(
    (wavenumber, i) => Math.abs(wavenumber - (grid![0]! + i * spacing)) < spacing / 1000,
  )
  if (even && grid!.length === other!.length && grid!.every((wavenumber, i) => wavenumber === other![i]))
    return grid!
  throw new StokesError(
    'model.wrongRecipe',
    `The recipe ${recipe.name} leaves the axis of the instrument; a model reads one fixed, even axis.`,
    { tip: 'Give the recipe a step "resample" onto the axis that the model was trained on.' },
  )
}
