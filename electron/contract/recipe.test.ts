import { describe, expect, it } from 'vitest'
import { completeStep, parseRecipe } from './recipe'

const withStep = (step: unknown) => ({ name: 'test', steps: [step] })

describe('parseRecipe', () => {
  it.each([
    [{ step: 'wavelet' }, { wavelet: 'db4', level: 3, mode: 'symmetric', threshold: 'soft' }],
    [{ step: 'savgol' }, { window: 21, order: 3, deriv: 0, delta: 1, mode: 'interp' }],
    [{ step: 'snv' }, { ddof: 0 }],
    [{ step: 'asls' }, { lam: 1e6, p: 0.01, diff_order: 2, max_iter: 50, tol: 1e-3 }],
    [{ step: 'airpls' }, { lam: 1e6, diff_order: 2, max_iter: 50, tol: 1e-3 }],
    [{ step: 'arpls' }, { lam: 1e5, diff_order: 2, max_iter: 50, tol: 1e-3 }],
    [{ step: 'iarpls' }, { lam: 1e5, diff_order: 2, max_iter: 50, tol: 1e-3 }],
    [{ step: 'modpoly' }, { poly_order: 5, tol: 1e-3, max_iter: 250 }],
    [{ step: 'imodpoly' }, { poly_order: 5, tol: 1e-3, max_iter: 250 }],
    [{ step: 'rubberband' }, {}],
    [{ step: 'despike' }, { variant: 'paper', threshold: 8, half_window: 3 }],
    [
      { step: 'despike', kernel_size: 5 },
      { variant: 'ramanspy', threshold: 8, half_window: 5 },
    ],
    [{ step: 'msc' }, {}],
    [{ step: 'gaussian' }, { sigma: 1.5, mode: 'reflect', truncate: 4 }],
    [
      { step: 'resample', lo: 600, hi: 1800, n: 1200 },
      { lo: 600, hi: 1800, n: 1200, kind: 'linear' },
    ],
    [
      { step: 'crop', lo: 600, hi: 1800 },
      { lo: 600, hi: 1800, margin: 0 },
    ],
  ])('%o takes its defaults', (written, parameters) => {
    expect(parseRecipe(withStep(written)).steps).toEqual([{ step: written.step, ...parameters }])
  })

  it.each([
    [{ step: 'smooth' }, 'recipe.unknownStep', 'Step 1: "smooth" is not one of wavelet, savgol, snv'],
    [{ step: 'savgol', windw: 9 }, 'recipe.invalidParameter', 'Step 1 (savgol): unknown parameter windw'],
    [{ step: 'savgol', window: 8 }, 'recipe.invalidParameter', 'Step 1 (savgol), window: must be odd'],
    [
      { step: 'savgol', order: 21 },
      'recipe.invalidParameter',
      'Step 1 (savgol), order: must be below window',
    ],
    [{ step: 'asls', p: 1 }, 'recipe.invalidParameter', 'Step 1 (asls), p: '],
    [{ step: 'asls', lam: '1e6' }, 'recipe.invalidParameter', 'expected number, received string'],
    [{ step: 'crop', lo: 2, hi: 1 }, 'recipe.invalidParameter', 'Step 1 (crop), lo: must be below hi'],
    [{ step: 'despike', half_window: 3, kernel_size: 3 }, 'recipe.invalidParameter', 'give one of them'],
    [{ step: 'normalise' }, 'recipe.invalidParameter', 'Step 1 (normalise), kind: '],
    [null, 'recipe.invalidParameter', 'Step 1'],
  ])('refuses %o', (step, code, message) => {
    expect(() => parseRecipe(withStep(step))).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error,
    )
  })

  it.each([null, [], { name: 'x' }, { name: 'x', steps: [] }, { ...withStep({ step: 'snv' }), extra: 1 }])(
    'refuses %o, which is no recipe',
    (json) => {
      expect(() => parseRecipe(json)).toThrow(expect.objectContaining({ code: 'recipe.invalid' }) as Error)
    },
  )

  it('takes what it gave', () => {
    const recipe = parseRecipe(withStep({ step: 'despike', kernel_size: 2 }))
    expect(parseRecipe(recipe)).toEqual(recipe)
  })
})

it('completeStep fills in the defaults of one step', () => {
  expect(completeStep({ step: 'asls', lam: 3 })).toEqual({
    step: 'asls',
    lam: 3,
    p: 0.01,
    diff_order: 2,
    max_iter: 50,
    tol: 1e-3,
  })
})
