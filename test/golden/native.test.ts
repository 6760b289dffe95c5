import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import baselineFirst from '../../resources/recipes/baseline-first.json'
import paper from '../../resources/recipes/paper.json'
import { toProblem } from '../../electron/contract/errors'
import { parseRecipe, type Recipe } from '../../electron/contract/recipe'
import {
  nativeAddon,
  preprocessingImplementation,
  type NativeAddon,
} from '../../electron/analysis/preprocessing/nativeAddon'
import { prepareRecipe } from '../../electron/analysis/preprocessing/runRecipe'
import { goldenInput, readCases } from './golden'

/*
 * The addon against the TypeScript steps: every result the same to the last bit, every refusal the same error, alone
 * and in groups, for each instruction set of this processor.
 */

const addon = nativeAddon()
const sets = addon
  ? addon.instructions.map((name) => [name, { ...addon, instructions: [name] }] as const)
  : []

type Outcome = { axis: number[]; spectra: readonly Float64Array[] } | { code: string; message: string }

function outcome(work: () => { axis: Float64Array; spectra: readonly Float64Array[] }): Outcome {
  try {
    const { axis, spectra } = work()
    return { axis: [...axis], spectra }
  } catch (error) {
    const { code, message } = toProblem(error)
    return { code, message }
  }
}

function treated(recipe: Recipe, axis: Float64Array, spectra: Float64Array[], with_: NativeAddon | null) {
  const prepared = prepareRecipe(recipe, axis, with_)
  return { axis: prepared.axis, spectra: prepared.run(spectra) }
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
        const treat = (with_: NativeAddon | null) => outcome(() => treated(random, axis, spectra, with_))
        expect(treat(only)).toEqual(treat(null))
        expect(spectra).toEqual(copies)
      }),
      { numRuns: Number(process.env.STOKES_FUZZ_RUNS ?? 200) },
    )
  })

  const golden = (readCases('asls') as { input: string; params: { lam: number; p: number } }[]).map(
    ({ input, params }) =>
      [input, parseRecipe({ name: 'asls', steps: [{ step: 'asls', ...params }] })] as const,
  )
  const shipped = [...new Set(golden.map(([input]) => input))].flatMap((input) =>
    [paper, baselineFirst].map((json) => [input, parseRecipe(json)] as const),
  )

  it.each(sets)('%s meets the golden vectors as the TypeScript steps do', (_, only) => {
    for (const [input, recipe] of [...golden, ...shipped]) {
      const { axis, y } = goldenInput(input)
      const treat = (with_: NativeAddon | null) => outcome(() => treated(recipe, axis, [y], with_))
      expect(treat(only)).toEqual(treat(null))
    }
  })

  it('says what it runs in', () => {
    const axis = axisOf(1024)
    expect(prepareRecipe(parseRecipe(paper), axis).implementation).toBe('native')
    expect(prepareRecipe(parseRecipe(paper), axis, null).implementation).toBe('typescript')
    const other = parseRecipe({ name: 'other', steps: [{ step: 'snv' }, { step: 'rubberband' }] })
    expect(prepareRecipe(other, axis).implementation).toBe('typescript')
  })

  describe('a batch', () => {
    const axis = axisOf(700)
    const spectra = Array.from({ length: 2100 }, (_, k) =>
      axis.map(
        (x, i) =>
          4000 - x + 300 * Math.exp(-(((x - 1445) / (9 + (k % 7))) ** 2)) + 20 * Math.sin(i * (k + 1)),
      ),
    )

    it('gives what the spectra give alone, and tells how far it is', async () => {
      const prepared = prepareRecipe(parseRecipe(paper), axis)
      const progress: number[] = []
      const results = await prepared.runBatch(spectra, { onProgress: (done) => progress.push(done) })
      expect(results).toEqual(prepareRecipe(parseRecipe(paper), axis, null).run(spectra))
      expect(progress.at(-1)).toBe(spectra.length)
      expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    })

    it.each([
      ['native', addon!],
      ['TypeScript', null],
    ])('%s ends when it is told to', async (_, with_) => {
      const prepared = prepareRecipe(parseRecipe(paper), axis, with_)
      const controller = new AbortController()
      const running = prepared.runBatch(spectra, { signal: controller.signal })
      setTimeout(() => {
        controller.abort(new Error('enough'))
      }, 1)
      await expect(running).rejects.toThrow('enough')
      await expect(prepared.runBatch(spectra, { signal: controller.signal })).rejects.toThrow('enough')
    })

    it('refuses what a step refuses, as the steps do', async () => {
      const bad = [...spectra.slice(0, 20), spectrum(700, 1).fill(NaN, 5, 7), ...spectra.slice(20, 30)]
      const [native, typescript] = [addon!, null].map((with_) =>
        prepareRecipe(parseRecipe(paper), axis, with_)
          .runBatch(bad)
          .catch((error: unknown) => toProblem(error)),
      )
      expect(await native).toEqual(await typescript)
      expect(await native).toMatchObject({ code: 'spectrum.notFinite' })
    })
  })

  it('takes nothing that would read beyond an array', () => {
    const chain = addon!.createChain(8, [{ kind: 'snv', degrees: 8 }], 'baseline')!
    const [y, short] = [new Float64Array(8), new Float64Array(7)]
    expect(() => addon!.run(chain, [y], [short])).toThrow(TypeError)
    expect(() => addon!.run(chain, [short], [y])).toThrow(TypeError)
    expect(() => addon!.run(chain, [y], [])).toThrow(TypeError)
    expect(() => addon!.startBatch(chain, [y, short], [y, y], 2)).toThrow(TypeError)
    expect(() => addon!.run({}, [y], [y])).toThrow(TypeError)
    const far = { kind: 'linear', lower: Int32Array.of(7), fraction: Float64Array.of(0) } as const
    expect(addon!.createChain(8, [far], 'baseline')).toBeNull()
    expect(addon!.createChain(8, [{ kind: 'crop', start: 3, end: 9 }], 'baseline')).toBeNull()
  })
})
