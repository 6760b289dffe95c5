import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../electron/contract/errors'
import { parseRecipe } from '../../electron/contract/recipe'
import { runRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import { largestDifference, readEdges, sizeOf, toArray } from './golden'

/*
 * What is done at the edges, beside what the references do there. Where they answer with NaN, an obscure error or
 * an extrapolation, we refuse with a code, or do what is right; everywhere else we answer as they do.
 */

const steps: Record<string, object> = {
  wavelet: { step: 'wavelet' },
  savgol: { step: 'savgol' },
  snv: { step: 'snv' },
  asls: { step: 'asls' },
  airpls: { step: 'airpls' },
  arpls: { step: 'arpls' },
  iarpls: { step: 'iarpls' },
  modpoly: { step: 'modpoly' },
  imodpoly: { step: 'imodpoly' },
  rubberband: { step: 'rubberband' },
  despike_paper: { step: 'despike' },
  despike_ramanspy: { step: 'despike', variant: 'ramanspy' },
  area: { step: 'normalise', kind: 'area' },
  max: { step: 'normalise', kind: 'max' },
  vector: { step: 'normalise', kind: 'vector' },
  minmax: { step: 'normalise', kind: 'minmax' },
  gaussian: { step: 'gaussian', sigma: 2 },
  resample: { step: 'resample', lo: 600, hi: 1800, n: 13 },
  resample_pchip: { step: 'resample', lo: 600, hi: 1800, n: 13, kind: 'pchip' },
}

const refusedEverywhere: Record<string, ErrorCode> = {
  len_0: 'spectrum.empty',
  nan_64: 'spectrum.notFinite',
  inf_64: 'spectrum.notFinite',
  descending_64: 'axis.notAscending',
  duplicate_axis_64: 'axis.notAscending',
}

const belowSixPoints = { len_4: 'spectrum.tooShort', len_3: 'spectrum.tooShort' } as const
const belowThreePoints = { len_2: 'spectrum.tooShort', len_1: 'spectrum.tooShort' } as const
const belowTwentyOnePoints = {
  short_20: 'spectrum.tooShort',
  short_16: 'spectrum.tooShort',
  short_7: 'spectrum.tooShort',
  ...belowSixPoints,
  ...belowThreePoints,
} as const
const outsideTheAxis = { narrow_axis_64: 'axis.notCovered', len_1: 'axis.notCovered' } as const

const refused: Record<string, Record<string, ErrorCode>> = {
  wavelet: belowTwentyOnePoints,
  savgol: belowTwentyOnePoints,
  asls: belowThreePoints,
  airpls: belowThreePoints,
  arpls: belowThreePoints,
  iarpls: belowThreePoints,
  modpoly: { ...belowSixPoints, ...belowThreePoints },
  // Two of the seven points stand out as peaks.
  imodpoly: { short_7: 'spectrum.tooShort', ...belowSixPoints, ...belowThreePoints },
  snv: { constant_64: 'spectrum.constant', zeros_64: 'spectrum.constant', len_1: 'spectrum.constant' },
  minmax: { constant_64: 'spectrum.constant', zeros_64: 'spectrum.constant', len_1: 'spectrum.constant' },
  area: { zeros_64: 'spectrum.zeroNorm', len_1: 'spectrum.zeroNorm' },
  max: { zeros_64: 'spectrum.zeroNorm' },
  vector: { zeros_64: 'spectrum.zeroNorm' },
  resample: outsideTheAxis,
  resample_pchip: outsideTheAxis,
}

/** Where the references answer and we answer otherwise: the spectrum is left as it is. */
const untouched = new Set([
  // A threshold of 0 and a coefficient of 0: the reference divides them.
  'wavelet zeros_64',
  'wavelet impulse_64',
  // The MAD of the differences is 0: the reference divides by it.
  'despike_ramanspy impulse_64',
])

const baselines = new Set(['asls', 'airpls', 'arpls', 'iarpls', 'modpoly', 'imodpoly', 'rubberband'])

describe.each(Object.keys(steps))('%s at the edges', (step) => {
  const { cases, inputs } = readEdges()

  it.each(cases.filter((edge) => edge.step === step).map((edge) => [edge.input, edge] as const))(
    '%s',
    (input, { output }) => {
      const axis = toArray(inputs[input]!.axis)
      const y = toArray(inputs[input]!.y)
      const recipe = parseRecipe({ name: 'edge', steps: [steps[step]] })
      const run = () => runRecipe(recipe, axis, [y]).spectra[0]!

      const code = refusedEverywhere[input] ?? refused[step]?.[input]
      if (code) {
        expect(run).toThrow(expect.objectContaining({ code }) as Error)
        return
      }
      const result = run()
      if (untouched.has(`${step} ${input}`)) {
        expect(result).toEqual(y)
      } else if (!output) {
        // Only the rubberband of a flat or two-point spectrum, which is its own hull.
        expect(result).toEqual(new Float64Array(y.length))
      } else if (baselines.has(step)) {
        const baseline = y.map((value, i) => value - result[i]!)
        expect(largestDifference(baseline, toArray(output))).toBeLessThanOrEqual(1e-7 * sizeOf(y))
      } else {
        const expected = toArray(output)
        expect(largestDifference(result, expected)).toBeLessThanOrEqual(1e-12 * sizeOf(expected))
      }
    },
  )
})
