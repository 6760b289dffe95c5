import { expect, it } from 'vitest'
import { shadesOf } from './shadesOf'

const bands = [
  { from: 1000, to: 1010, score: 1 },
  { from: 1440, to: 1456, score: 0.5 },
]
const opacities = (highlighted: number | null) => shadesOf(bands, highlighted).map(({ opacity }) => opacity)

it('shades a band the darker the higher its score', () => {
  const [first, second] = opacities(null)
  expect(first).toBeGreaterThan(second!)
  expect(shadesOf(bands, null)[1]).toMatchObject({ from: 1440, to: 1456, edge: false })
})

it('lets the highlighted band stand out and the others step back', () => {
  const before = opacities(null)
  const after = opacities(1)
  expect(after[1]).toBeGreaterThan(before[1]!)
  expect(after[0]).toBeLessThan(before[0]!)
  expect(shadesOf(bands, 1).map(({ edge }) => edge)).toEqual([false, true])
})
