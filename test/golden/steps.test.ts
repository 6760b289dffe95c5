import { describe, expect, it } from 'vitest'
import { parseRecipe } from '../../electron/contract/recipe'
import { createWaveletTransform } from '../../electron/analysis/preprocessing/discreteWavelet'
import { rubberband } from '../../electron/analysis/preprocessing/rubberband'
import { runRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import {
  goldenInput,
  largestDifference,
  readCases,
  sizeOf,
  toArray,
  type GoldenCase,
  type Numbers,
} from './golden'

/** Each case as a recipe of one step, the way a user would run it. */
function run(
  step: string,
  params: object,
  axis: Float64Array,
  ...spectra: Float64Array[]
): readonly Float64Array[] {
  return runRecipe(parseRecipe({ name: 'golden', steps: [{ step, ...params }] }), axis, spectra).spectra
}

const perPoint = [
  { step: 'wavelet', tolerance: 1e-12, relativeTo: 'input' },
  { step: 'savgol', tolerance: 1e-12, relativeTo: 'input' },
  { step: 'gaussian', tolerance: 1e-12, relativeTo: 'input' },
  { step: 'resample', tolerance: 1e-12, relativeTo: 'input' },
  { step: 'normalise', tolerance: 1e-12, relativeTo: 'output' },
  // offset_512 stands on an offset of 500 times its spread; we lose less to it than the reference's 1e-9.
  { step: 'snv', tolerance: 1e-11, relativeTo: 'output' },
] as const

describe.each(perPoint)('$step', ({ step, tolerance, relativeTo }) => {
  const cases = readCases(step) as GoldenCase[]

  it.each(cases.map((golden) => [golden.input, JSON.stringify(golden.params), golden] as const))(
    '%s %s',
    (_, __, { input, params, output }) => {
      const { axis, y } = goldenInput(input)
      const expected = toArray(output)
      const [actual] = run(step, params, axis, y)
      const size = sizeOf(relativeTo === 'input' ? y : expected)
      expect(largestDifference(actual!, expected) / size).toBeLessThanOrEqual(tolerance)
    },
  )
})

describe('wavelet coefficients', () => {
  const cases = readCases('dwt') as {
    input: string
    params: { wavelet: string; level: number; mode: 'symmetric' }
    coeffs: Numbers[]
  }[]

  it.each(cases.map((golden) => [golden.input, golden.params.level, golden] as const))(
    '%s level %i',
    (_, __, { input, params, coeffs }) => {
      const { y } = goldenInput(input)
      const { approximation, details, decompose } = createWaveletTransform(y.length, params)
      decompose(y)
      expect(details).toHaveLength(params.level)
      for (const [i, actual] of [approximation, ...details].entries()) {
        expect(largestDifference(actual, toArray(coeffs[i]!)) / sizeOf(y)).toBeLessThanOrEqual(1e-12)
      }
    },
  )
})

describe('despike', () => {
  const cases = readCases('despike') as {
    input: string
    variant: string
    params: Record<string, number>
    changed: number[]
    changed_values: number[]
  }[]

  it.each(cases.map((golden) => [golden.input, golden.variant, golden] as const))(
    '%s %s',
    (_, __, { input, variant, params, changed, changed_values }) => {
      const { axis, y } = goldenInput(input)
      const expected = y.slice()
      for (const [k, i] of changed.entries()) expected[i] = changed_values[k]!
      const [actual] = run('despike', { variant, ...params }, axis, y)
      expect(largestDifference(actual!, expected) / sizeOf(y)).toBeLessThanOrEqual(1e-14)
      expect(Array.from(y.keys()).filter((i) => actual![i] !== y[i])).toEqual(changed)
    },
  )
})

describe('rubberband', () => {
  const cases = readCases('rubberband') as (GoldenCase & { hull: number[] })[]

  it.each(cases.map((golden) => [golden.input, golden] as const))('%s', (_, { input, output, hull }) => {
    const { axis, y } = goldenInput(input)
    const actual = rubberband(axis, y)
    expect(actual.hull).toEqual(hull)
    expect(largestDifference(actual.baseline, toArray(output)) / sizeOf(y)).toBeLessThanOrEqual(1e-12)
  })
})

describe('msc', () => {
  const [golden] = readCases('msc') as { spectra: Numbers[]; reference: Numbers; output: Numbers[] }[]
  const spectra = golden!.spectra.map(toArray)
  const axis = Float64Array.from(spectra[0]!.keys())

  it.each([
    ['the mean of the batch', {}],
    ['a given reference', { reference: golden!.reference }],
  ])('against %s', (_, params) => {
    const actual = run('msc', params, axis, ...spectra)
    for (const [i, output] of golden!.output.entries()) {
      const expected = toArray(output)
      expect(largestDifference(actual[i]!, expected) / sizeOf(expected)).toBeLessThanOrEqual(1e-10)
    }
  })
})

it('dark', () => {
  const [golden] = readCases('dark') as { y: Numbers; dark: Numbers; output: Numbers }[]
  const y = toArray(golden!.y)
  expect(run('dark', { dark: golden!.dark }, Float64Array.from(y.keys()), y)).toEqual([
    toArray(golden!.output),
  ])
})
