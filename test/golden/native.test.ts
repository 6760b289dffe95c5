import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import baselineFirst from '../../resources/recipes/baseline-first.json'
import paper from '../../resources/recipes/paper.json'
import { toProblem } from '../../electron/contract/errors'
import { parseRecipe, type RecipeInput } from '../../electron/contract/recipe'
import { nativeAddon, preprocessingImplementation } from '../../electron/analysis/preprocessing/nativeAddon'
import { prepareRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import { goldenInput, readCases, type GoldenCase } from './golden'

/*
 * The addon against the TypeScript steps: every result the same to the last bit, every refusal the same error, alone
 * and in groups, for each instruction set of this processor.
 */

const addon = nativeAddon()
const sets = addon
  ? addon.instructions.map((name) => [name, { ...addon, instructions: [name] }] as const)
  : []

type Outcome = { axis: number[]; spectra: Float64Array[] } | { code: string; message: string }

function outcome(work: () => { axis: Float64Array; spectra: Float64Array[] }): Outcome {
  try {
    const { axis, spectra } = work()
    return { axis: [...axis], spectra }
  } catch (error) {
    const { code, message } = toProblem(error)
    return { code, message }
  }
}

const steps = fc.oneof(
  fc.record({
    step: fc.constant('wavelet' as const),
    wavelet: fc.constantFrom('haar', 'db1', 'db2', 'db4', 'db20', 'sym8', 'coif5', 'none'),
    level: fc.integer({ min: 1, max: 6 }),
    mode: fc.constantFrom(
      'symmetric' as const,
      'reflect' as const,
      'periodic' as const,
      'constant' as const,
      'zero' as const,
    ),
    threshold: fc.constantFrom('soft' as const, 'hard' as const),
  }),
  fc
    .tuple(
      fc.integer({ min: 0, max: 30 }),
      fc.nat(6),
      fc.nat(3),
      fc.double({ min: 0.1, max: 10, noNaN: true }),
    )
    .map(([half, order, deriv, delta]) => {
      const below = Math.min(order, 2 * half)
      return {
        step: 'savgol' as const,
        window: 2 * half + 1,
        order: below,
        deriv: Math.min(deriv, below),
        delta,
      }
    }),
  fc.record({ step: fc.constant('snv' as const), ddof: fc.constantFrom(0, 1) }),
  fc.record({
    step: fc.constant('asls' as const),
    lam: fc.integer({ min: -20, max: 110 }).map((exponent) => 10 ** (exponent / 10)),
    p: fc.oneof(fc.constant(0.01), fc.constant(0.5), fc.double({ min: 1e-6, max: 0.999, noNaN: true })),
    max_iter: fc.constantFrom(0, 1, 3, 50),
    tol: fc.constantFrom(0, 1e-3, 0.05, 0.5),
  }),
  fc
    .tuple(
      fc.integer({ min: 380, max: 1000 }),
      fc.integer({ min: 1, max: 900 }),
      fc.integer({ min: 2, max: 1500 }),
    )
    .map(([lo, width, n]) => ({ step: 'resample' as const, lo, hi: lo + width, n })),
  fc
    .tuple(fc.integer({ min: 380, max: 1000 }), fc.integer({ min: 1, max: 900 }), fc.nat(3))
    .map(([lo, width, margin]) => ({ step: 'crop' as const, lo, hi: lo + width, margin })),
)

/** Noise, bands, steps, spikes, flat pieces; now and then what is refused. */
function spectrum(n: number, seed: number): Float64Array {
  let state = seed >>> 0
  const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32
  const [kind, level, noise] = [random(), 10 ** (6 * random() - 1), random()]
  const y = Float64Array.from({ length: n }, (_, i) => {
    const band = Math.exp(-(((i - n * 0.4) / (3 + n / 40)) ** 2)) + Math.exp(-((i - n * 0.7) ** 2) / 50)
    return level * (1 + Math.sin(i / (n + 1)) + 0.3 * band + 0.1 * noise * (random() - 0.5))
  })
  if (kind < 0.05) y.fill(level)
  else if (kind < 0.1) y.forEach((value, i) => (y[i] = Math.round(value)))
  else if (kind < 0.15) y.forEach((value, i) => (y[i] = value * 1e300))
  else if (kind < 0.2 && n > 0) y[Math.floor(random() * n)] = random() < 0.5 ? NaN : -Infinity
  else if (kind < 0.3 && n > 0) y[Math.floor(random() * n)]! *= 1e4
  return y
}

const axisOf = (n: number) =>
  Float64Array.from({ length: n }, (_, i) => 400 + (1600 * (i + (i * i) / (9 * n))) / n)

describe.skipIf(!addon)(`the addon (${preprocessingImplementation().reason})`, () => {
  it.each(sets)('%s does what the TypeScript steps do', (_, only) => {
    const recipe = fc
      .array(steps, { minLength: 1, maxLength: 6 })
      .map((list) => parseRecipe({ name: 'random', steps: list }))
    const length = fc.oneof(fc.nat(70), fc.nat(3000))
    fc.assert(
      fc.property(recipe, length, fc.integer(), fc.integer({ min: 0, max: 19 }), (random, n, seed, count) => {
        const axis = axisOf(n)
        const spectra = Array.from({ length: count }, (_, k) => spectrum(n, seed + 7919 * k))
        const copies = spectra.map((y) => y.slice())
        const treat = (with_: typeof only | null) =>
          outcome(() => {
            const prepared = prepareRecipe(random, axis, with_)
            return { axis: prepared.axis, spectra: prepared.run(spectra) }
          })
        expect(treat(only)).toEqual(treat(null))
        expect(spectra).toEqual(copies)
      }),
      { numRuns: 300 },
    )
  })
})
void goldenInput
void readCases
void paper
void baselineFirst
export type { GoldenCase, RecipeInput }
