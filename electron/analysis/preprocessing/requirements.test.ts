import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../contract/errors'
import { requireAscending } from './requireAscending'
import { requireCovered } from './requireCovered'
import { requireFinite } from './requireFinite'
import { requirePoints } from './requirePoints'
import { requireSameLength } from './requireSameLength'
import { requireSpread } from './requireSpread'

/** What an error must carry. */
function refusal(code: ErrorCode, details?: object, message?: string) {
  return expect.objectContaining({
    code,
    ...(details && { details }),
    ...(message && { message: expect.stringContaining(message) as string }),
  }) as Error
}

describe('requireFinite', () => {
  it('says where the first bad value is and how many there are', () => {
    const y = Float64Array.of(1, 2, NaN, 4, Infinity)
    expect(() => {
      requireFinite(y)
    }).toThrow(refusal('spectrum.notFinite', { index: 2, count: 2 }, '2 of 5'))
  })

  it('refuses no points at all', () => {
    expect(() => {
      requireFinite(new Float64Array(0))
    }).toThrow(refusal('spectrum.empty'))
  })

  it('takes the largest numbers there are', () => {
    requireFinite(Float64Array.of(Number.MAX_VALUE, -Number.MAX_VALUE, 0, -0, Number.MIN_VALUE))
  })
})

describe('requireAscending', () => {
  it.each([
    ['descending', [3, 2, 1], 'axis.notAscending', { index: 1 }],
    ['repeated', [1, 2, 2, 3], 'axis.notAscending', { index: 2 }],
    ['with a gap', [1, NaN, 3], 'axis.notFinite', { index: 1 }],
    ['without an end', [1, 2, Infinity], 'axis.notFinite', { index: 2 }],
    ['empty', [], 'spectrum.empty', undefined],
  ] as const)('refuses an axis %s', (_, axis, code, details) => {
    expect(() => {
      requireAscending(Float64Array.from(axis))
    }).toThrow(refusal(code, details))
  })

  it('takes a single point', () => {
    requireAscending(Float64Array.of(785))
  })
})

describe('requireCovered', () => {
  const axis = Float64Array.of(600, 1200, 1800)

  it('takes the whole axis', () => {
    requireCovered(axis, 600, 1800)
  })

  it.each([
    [599.9, 1800],
    [600, 1800.1],
    [0, 10],
  ])('refuses %d to %d', (lo, hi) => {
    expect(() => {
      requireCovered(axis, lo, hi)
    }).toThrow(refusal('axis.notCovered', { lo, hi, first: 600, last: 1800 }, '600 to 1800 cm-1'))
  })
})

it('requirePoints', () => {
  requirePoints(3, 3, 'This')
  expect(() => {
    requirePoints(2, 3, 'This')
  }).toThrow(
    refusal('spectrum.tooShort', { points: 2, needed: 3 }, 'This needs at least 3 points; there are 2.'),
  )
})

it('requireSameLength', () => {
  requireSameLength(3, 3, 'the axis')
  expect(() => {
    requireSameLength(2, 3, 'the axis')
  }).toThrow(refusal('spectrum.lengthMismatch', { points: 2, expected: 3 }))
})

it('requireSpread', () => {
  requireSpread(1e-6, 1e6)
  for (const spread of [0, 1e-8, NaN]) {
    expect(() => {
      requireSpread(spread, 1e6)
    }).toThrow(refusal('spectrum.constant'))
  }
})
