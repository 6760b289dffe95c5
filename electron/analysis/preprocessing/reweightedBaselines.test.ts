import { expect, it } from 'vitest'
import { completeStep } from '../../contract/recipe'
import { airpls } from './airpls'
import { arpls } from './arpls'
import { iarpls } from './iarpls'

const methods = [
  ['airpls', airpls, completeStep({ step: 'airpls', lam: 1e4 })],
  ['arpls', arpls, completeStep({ step: 'arpls', lam: 1e4 })],
  ['iarpls', iarpls, completeStep({ step: 'iarpls', lam: 1e4 })],
] as const

it.each(methods)('%s finds the slope under a band', (_, method, parameters) => {
  const slope = Float64Array.from({ length: 300 }, (_, i) => 1000 + 2 * i)
  const y = slope.map(
    (value, i) => value + 800 * Math.exp(-(((i - 150) / 8) ** 2)) + 2 * Math.sin(7.3 * i * i),
  )
  const copy = y.slice()
  const { baseline } = method(y, parameters)
  expect(y).toEqual(copy)
  for (const [i, value] of slope.entries()) expect(Math.abs(baseline[i]! - value)).toBeLessThan(800 / 20)
})

it.each(methods)('%s ends where nothing lies below the baseline', (_, method, parameters) => {
  const { baseline, converged } = method(new Float64Array(50), parameters)
  expect(converged).toBe(false)
  expect(baseline).toEqual(new Float64Array(50))
})
