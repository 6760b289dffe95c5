import { expect, it } from 'vitest'
import { parseRecipe } from '../../contract/recipe'
import paper from '../../../resources/recipes/paper.json'
import { recipeHash } from './recipeHash'

const hash = (json: unknown) => recipeHash(parseRecipe(json))

it('does not depend on the name, the order of keys or whether defaults are written', () => {
  const short = { name: 'short', steps: [{ step: 'savgol' }] }
  const long = {
    steps: [{ mode: 'interp', delta: 1, deriv: 0, order: 3, window: 21, step: 'savgol' }],
    name: 'long',
  }
  expect(hash(short)).toMatch(/^[0-9a-f]{64}$/)
  expect(hash(long)).toBe(hash(short))
})

it('depends on parameters and on the order of steps', () => {
  const [snv, asls] = [{ step: 'snv' }, { step: 'asls' }]
  const recipes = [[snv, asls], [asls, snv], [snv, { ...asls, lam: 2e6 }], [snv]]
  expect(new Set(recipes.map((steps) => hash({ name: 'x', steps }))).size).toBe(recipes.length)
})

it('of the recipe paper is what results refer to', () => {
  expect(hash(paper)).toMatchInlineSnapshot(
    `"ae0fdb6a2a8913564d58fbbde63d75a63901181d1e846a33de3921a26e9cbc9b"`,
  )
})
