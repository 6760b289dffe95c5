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

  /*
   * The file's samples of an 80-bit solve lie 4e-13 to 1.6e-11 from the solution at lam up to 1e6, and 4e-11 to 1.1e-10
   * at 1e8: 64 bits less the condition of the system. Solved in fractions, short_101 at 1e6 shows the same 2.0e-12.
   */
  it('is within 1e-12 of the 80-bit samples where they are within 1e-12 of the solution', () => {
    const judged = cases
      .filter(({ params }) => params.lam <= 1e7)
      .map((golden) => {
        const { y, baseline, weights } = fit(golden)
        const samples = toArray(golden.exact.value)
        const awayFrom = (z: Float64Array) =>
          largestDifference(
            Float64Array.from(golden.exact.index, (i) => z[i]!),
            samples,
          ) / sizeOf(y)
        const ours = awayFrom(baseline)
        const exact = awayFrom(exactWhittaker(y, weights, golden.params))
        expect(Math.abs(ours - exact)).toBeLessThanOrEqual(1e-15)
        return { name: `${golden.input} ${golden.params.lam}`, ours, exact }
      })
    const within = (error: 'ours' | 'exact') =>
      judged.filter((each) => each[error] <= 1e-12).map(({ name }) => name)
    expect(within('ours')).toEqual(['short_101 100000', 'short_65 100000', 'short_64 100000'])
    expect(within('ours')).toEqual(within('exact'))
    expect(Math.max(...judged.map(({ ours }) => ours))).toBeLessThanOrEqual(1.6e-11)
  })
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
