import { createHash } from 'node:crypto'
import type { Recipe } from '../../contract/recipe'

/**
 * What identifies a recipe's results: SHA-256 over its steps, with every default filled in and keys in order, so
 * that neither its name nor how it was written matters. 64 hexadecimal digits.
 */
export function recipeHash(recipe: Recipe): string {
  return createHash('sha256').update(canonical(recipe.steps)).digest('hex')
}

/** JSON with the keys of every object in order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
