import type { Recipe } from '../../contract/recipe'
import { canonicalHash } from '../canonicalHash'

/**
 * What identifies a recipe's results: SHA-256 over its steps, with every default filled in and keys in order, so
 * that neither its name nor how it was written matters. 64 hexadecimal digits.
 */
export function recipeHash(recipe: Recipe): string {
  return canonicalHash(recipe.steps)
}
