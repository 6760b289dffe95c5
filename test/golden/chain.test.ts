import { describe, expect, it } from 'vitest'
import { parseRecipe } from '../../electron/contract/recipe'
import { runRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import { goldenInput, largestDifference, readCases, sizeOf, toArray, type GoldenCase } from './golden'

interface ChainParameters {
  order: 'paper' | 'baseline_first'
  despike?: [threshold: number, halfWindow: number]
  wavelet: [wavelet: string, level: number]
  savgol: [window: number, order: number]
  asls: [lam: number, p: number]
  resample: [lo: number, hi: number, n: number, kind: string]
}

/** The chain of a case as a recipe. */
function recipeOf({ order, ...params }: ChainParameters) {
  const snv = { step: 'snv' }
  const asls = { step: 'asls', lam: params.asls[0], p: params.asls[1] }
  const [lo, hi, n, kind] = params.resample
  return parseRecipe({
    name: order,
    steps: [
      ...(params.despike
        ? [{ step: 'despike', threshold: params.despike[0], half_window: params.despike[1] }]
        : []),
      { step: 'wavelet', wavelet: params.wavelet[0], level: params.wavelet[1] },
      { step: 'savgol', window: params.savgol[0], order: params.savgol[1] },
      ...(order === 'paper' ? [snv, asls] : [asls, snv]),
      { step: 'resample', lo, hi, n, kind },
    ],
  })
}

describe('chain', () => {
  const cases = readCases('chain') as (GoldenCase<ChainParameters> & { asls: { ref_rel_err: number } })[]

  it.each(cases.map((golden) => [golden.input, JSON.stringify(golden.params), golden] as const))(
    '%s %s',
    (_, __, { input, params, output, asls }) => {
      const { axis, y } = goldenInput(input)
      const result = runRecipe(recipeOf(params), axis, [y])
      const expected = toArray(output)
      const error = largestDifference(result.spectra[0]!, expected) / sizeOf(expected)
      expect(error).toBeLessThanOrEqual(10 * asls.ref_rel_err + 1e-11)
      expect(result.axis.length).toBe(params.resample[2])
    },
  )
})
