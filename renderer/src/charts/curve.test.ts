import { describe, expect, it } from 'vitest'
import { interleave, valueAt } from './curve'

const curve = { wavenumbers: [600, 602, 610], values: [1, 2, 3] }

describe('interleave', () => {
  it('puts each value behind its wavenumber', () => {
    expect([...interleave(curve, 0, 3000)]).toEqual([600, 1, 602, 2, 610, 3])
  })

  it('keeps the points from one end to the other', () => {
    expect([...interleave(curve, 601, 610)]).toEqual([602, 2, 610, 3])
    expect(interleave(curve, 700, 800)).toHaveLength(0)
  })
})

describe('valueAt', () => {
  it.each([
    [600, 1],
    [600.9, 1],
    [601.5, 2],
    [605.9, 2],
    [606.1, 3],
    [610, 3],
  ])('takes the nearest point at %d cm-1', (wavenumber, value) => {
    expect(valueAt(curve, wavenumber)).toBe(value)
  })

  it('knows nothing outside the curve', () => {
    expect(valueAt(curve, 599.9)).toBeNull()
    expect(valueAt(curve, 610.1)).toBeNull()
    expect(valueAt({ wavenumbers: [], values: [] }, 600)).toBeNull()
  })
})
