import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import baselineFirst from '../../resources/recipes/baseline-first.json'
import paper from '../../resources/recipes/paper.json'
import { parseRecipe } from '../../electron/contract/recipe'
import { runRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import { sharedData } from '../support/sharedData'

/** In-vivo spectra of skin at 785 nm, from beside the laser line on both sides, in descending order. */
const folder = sharedData('invivo-skin-785', 'skin')
const files = folder === null ? [] : readdirSync(folder).filter((file) => file.endsWith('.txt'))

/** Two columns of text, sorted as files are at the door. */
function readSorted(file: string): { axis: Float64Array; y: Float64Array } {
  const points = readFileSync(resolve(folder!, file), 'utf8')
    .split('\n')
    .filter((line) => /^-?\d/.test(line))
    .map((line) => line.trim().split(/\s+/).map(Number))
    .sort((a, b) => a[0]! - b[0]!)
  return {
    axis: Float64Array.from(points, (point) => point[0]!),
    y: Float64Array.from(points, (point) => point[1]!),
  }
}

describe.skipIf(files.length === 0)('real skin (skipped where the shared data are not at hand)', () => {
  it.each([
    ['paper', paper],
    ['baseline-first', baselineFirst],
  ])('%s makes 1200 finite points of every spectrum', (_, json) => {
    const recipe = parseRecipe(json)
    for (const file of files) {
      const { axis, y } = readSorted(file)
      const result = runRecipe(recipe, axis, [y])
      expect(result.axis).toHaveLength(1200)
      expect(result.spectra[0]!.every(Number.isFinite)).toBe(true)
    }
  })

  it('baseline-first finds the CH2 band of skin at 1445 cm-1 in every spectrum', () => {
    for (const file of files) {
      const { axis, y } = readSorted(file)
      const { spectra } = runRecipe(parseRecipe(baselineFirst), axis, [y])
      const near = spectra[0]!.subarray(1425 - 600, 1475 - 600)
      const peak = 1425 + near.indexOf(Math.max(...near))
      expect(peak).toBeGreaterThan(1435)
      expect(peak).toBeLessThan(1465)
    }
  })
})
