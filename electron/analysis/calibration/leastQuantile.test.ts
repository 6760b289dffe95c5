import { expect, it } from 'vitest'
import { leastQuantile } from './leastQuantile'

it('keeps the points of a parabola and none of the strangers, even at the ends', () => {
  const points = Array.from({ length: 12 }, (_, x) => ({ x, y: 3 + x - 0.2 * x * x + 0.001 * (x % 3) }))
  points[0]!.y += 4
  points[11]!.y -= 5
  points[5]!.y += 0.5
  const wrong = new Set([0, 5, 11])
  expect(leastQuantile(points, 2, 0.01)).toEqual(points.map((_, i) => !wrong.has(i)))
})
