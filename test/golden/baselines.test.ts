import { describe, expect, it } from 'vitest'
import { parseRecipe, type ParametersOf } from '../../electron/contract/recipe'
import { asls } from '../../electron/analysis/preprocessing/asls'
import { baselineOf, type BaselineStep } from '../../electron/analysis/preprocessing/baselineOf'
import { exactWhittaker } from './exactWhittaker'
import {
  goldenInput,
  largestDifference,
  readCases,
  sizeOf,
  swingOf,
  toArray,
  type GoldenCase,
  type Numbers,
} from './golden'

interface AslsCase extends GoldenCase<ParametersOf<'asls'>> {
  iterations: number
  converged: boolean
  /** The final weights: 1 where the spectrum lies on or below the baseline. */
  below: string
}

interface SolvedAslsCase extends AslsCase {
  /** The error of the reference against an 80-bit solve. */
  ref_rel_err: number
  exact: { index: number[]; value: Numbers }
}

function fit({ input, params }: AslsCase) {
  const { y } = goldenInput(input)
  const { baseline, weights, iterations, converged } = asls(y, params)
  const below = Array.from(weights, (weight) => (weight === params.p ? '0' : '1')).join('')
  return { y, baseline, weights, summary: { iterations, converged, below } }
}

describe('asls', () => {
  const cases = readCases('asls') as SolvedAslsCase[]

  // In six cases rounding could turn the last weight; all the same the path is the reference's in every one.
  it.each(cases.map((golden) => [golden.input, golden.params.lam, golden] as const))(
    '%s lam %d',
    (_, lam, golden) => {
      const { y, baseline, summary } = fit(golden)
      const { iterations, converged, below } = golden
      expect(summary).toEqual({ iterations, converged, below })

      const error = largestDifference(baseline, toArray(golden.output)) / swingOf(y)
      expect(error).toBeLessThanOrEqual(10 * golden.ref_rel_err + 1e-11)

      // The 80-bit solve is itself good to 1e-11 at lam 1e6 and 1e-10 at 1e8, as the exact one below shows.
      const sampled = Float64Array.from(golden.exact.index, (i) => baseline[i]!)
      const sampledError = largestDifference(sampled, toArray(golden.exact.value)) / sizeOf(y)
      expect(sampledError).toBeLessThanOrEqual(lam <= 1e7 ? 2e-11 : 2e-10)
    },
  )

  it.each(cases.map((golden) => [golden.input, golden.params.lam, golden] as const))(
    '%s lam %d is the solution to the last digits',
    (_, lam, golden) => {
      const { y, baseline, weights } = fit(golden)
      const error = largestDifference(baseline, exactWhittaker(y, weights, golden.params)) / sizeOf(y)
      expect(error).toBeLessThanOrEqual(lam <= 1e7 ? 1e-15 : 1e-13)
    },
  )
})

describe('asls of another difference order', () => {
  const cases = readCases('asls_difforder') as AslsCase[]

  it.each(cases.map((golden) => [golden.input, golden.params.diff_order, golden] as const))(
    '%s order %i',
    (_, __, golden) => {
      const { y, baseline, weights, summary } = fit(golden)
      const { iterations, converged, below } = golden
      expect(summary).toEqual({ iterations, converged, below })
      const error = largestDifference(baseline, exactWhittaker(y, weights, golden.params)) / sizeOf(y)
      expect(error).toBeLessThanOrEqual(1e-14)
      // The reference is not refined: its rounding is 1e-5 of the spectrum's swing at order 3.
      const difference = largestDifference(baseline, toArray(golden.output)) / swingOf(y)
      expect(difference).toBeLessThanOrEqual(2e-5)
    },
  )
})

describe.each(['airpls', 'arpls', 'iarpls', 'modpoly', 'imodpoly'])('%s', (step) => {
  const cases = readCases(step) as (GoldenCase & { sensitivity: number })[]
  const floor = step.endsWith('poly') ? 1e-9 : 1e-7

  it.each(cases.map((golden) => [golden.input, JSON.stringify(golden.params), golden] as const))(
    '%s %s',
    (_, __, { input, params, output, sensitivity }) => {
      const { axis, y } = goldenInput(input)
      const recipe = parseRecipe({ name: 'golden', steps: [{ step, ...params }] })
      const baseline = baselineOf(recipe.steps[0] as BaselineStep, axis, y)
      const error = largestDifference(baseline, toArray(output)) / swingOf(y)
      expect(error).toBeLessThanOrEqual(Math.max(100 * sensitivity, floor))
    },
  )
})
