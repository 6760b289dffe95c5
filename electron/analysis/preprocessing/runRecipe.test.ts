import { describe, expect, it } from 'vitest'
import { parseRecipe, type RecipeInput } from '../../contract/recipe'
import baselineFirst from '../../../resources/recipes/baseline-first.json'
import paper from '../../../resources/recipes/paper.json'
import { msc } from './msc'
import { prepareRecipe, runRecipe } from './runRecipe'

const axis = Float64Array.from({ length: 1024 }, (_, i) => 400 + 1.65 * i - 0.00004 * i * i)

/** Bands on fluorescence that grows with `level`. */
function spectrum(level: number): Float64Array {
  return axis.map((x, i) => {
    const bands = 300 * Math.exp(-(((x - 1445) / 12) ** 2)) + 200 * Math.exp(-(((x - 1003) / 5) ** 2))
    return bands + level * (1200 - 0.5 * (x - 400)) + 8 * Math.sin(1e4 * Math.sin(i))
  })
}

const recipe = (...steps: RecipeInput['steps']) => parseRecipe({ name: 'test', steps })

describe.each([
  ['paper', paper],
  ['baseline-first', baselineFirst],
])('the recipe %s', (_, json) => {
  it('makes 1200 finite points from 600 cm-1 on', () => {
    const result = runRecipe(parseRecipe(json), axis, [spectrum(1), spectrum(9)])
    expect(result.axis).toHaveLength(1200)
    expect(result.axis[0]).toBe(600)
    expect(result.spectra.map((y) => y.every(Number.isFinite) && y.length)).toEqual([1200, 1200])
  })

  it('refuses a constant spectrum', () => {
    expect(() => runRecipe(parseRecipe(json), axis, [new Float64Array(1024).fill(65535)])).toThrow(
      expect.objectContaining({ code: 'spectrum.constant' }) as Error,
    )
  })
})

it('baseline-first stands on whole wavenumbers', () => {
  const { axis: grid } = prepareRecipe(parseRecipe(baselineFirst), axis)
  expect(Array.from(grid)).toEqual(Array.from({ length: 1200 }, (_, i) => 600 + i))
})

it('baseline-first keeps the height of a band whatever the fluorescence, paper does not', () => {
  const heights = (json: unknown) => {
    const { axis: grid, spectra } = runRecipe(parseRecipe(json), axis, [spectrum(5), spectrum(50)])
    const band = grid.findIndex((x) => x >= 1445)
    return spectra.map((y) => y[band]!)
  }
  const [paperLow, paperHigh] = heights(paper)
  const [low, high] = heights(baselineFirst)
  expect(paperHigh! / paperLow!).toBeLessThan(0.2)
  expect(Math.abs(high! / low! - 1)).toBeLessThan(0.2)
})

describe('runRecipe', () => {
  it('treats a spectrum in a batch as it treats it alone, and leaves it as it was', () => {
    const spectra = [spectrum(1), spectrum(4), spectrum(20)]
    const copies = spectra.map((y) => y.slice())
    const prepared = prepareRecipe(parseRecipe(paper), axis)
    const batch = prepared.run(spectra)
    for (const [i, y] of spectra.entries()) {
      expect(runRecipe(parseRecipe(paper), axis, [y]).spectra[0]).toEqual(batch[i])
    }
    expect(prepared.run(spectra)).toEqual(batch)
    expect(spectra).toEqual(copies)
  })

  it('gives the batch to the step that needs it', () => {
    const spectra = [spectrum(1), spectrum(3)]
    expect(runRecipe(recipe({ step: 'msc' }), axis, spectra).spectra).toEqual(msc(spectra, {}))
  })

  it('subtracts a baseline', () => {
    const { spectra } = runRecipe(recipe({ step: 'rubberband' }), axis, [spectrum(5)])
    expect(Math.min(...spectra[0]!)).toBe(0)
  })

  it('says which step failed', () => {
    const short = recipe({ step: 'crop', lo: 600, hi: 610 }, { step: 'savgol' })
    expect(() => runRecipe(short, axis, [spectrum(1)])).toThrow(/^Step 2 \(savgol\): A window of 21 points/)
  })

  it.each([
    ['spectrum.lengthMismatch', axis, spectrum(1).slice(1)],
    ['spectrum.notFinite', axis, spectrum(1).fill(NaN, 7, 9)],
    ['axis.notAscending', axis.toReversed(), spectrum(1)],
    ['axis.notCovered', axis.map((x) => x + 300), spectrum(1)],
  ])('%s', (code, onAxis, y) => {
    expect(() => runRecipe(parseRecipe(paper), onAxis, [y])).toThrow(
      expect.objectContaining({ code, tip: expect.any(String) as string }) as Error,
    )
  })

  it('takes an empty batch', () => {
    expect(runRecipe(parseRecipe(paper), axis, []).spectra).toEqual([])
  })
})
