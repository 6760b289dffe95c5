import { describe, expect, test } from 'vitest'
import { riskCoverage } from './riskCoverage'

describe('riskCoverage', () => {
  test('answers the surest first, equals together', () => {
    const { points, area } = riskCoverage([3, 1, 2, 2], [0, 1, 1, 0])
    expect(points).toEqual([
      { coverage: 0.25, risk: 0 },
      { coverage: 0.75, risk: expect.closeTo(1 / 3, 12) as number },
      { coverage: 1, risk: 0.5 },
    ])
    expect(area).toBeCloseTo(0.5 / 3 + 0.25 * 0.5, 12)
  })
})
