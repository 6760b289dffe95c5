import { describe, expect, it } from 'vitest'
import { wavenumberAxis } from './wavenumberAxis'

describe('wavenumberAxis', () => {
  it('gives the Raman shift of each pixel', () => {
    // 1e7 (1/785 - 1/850) = 974.147620… and 1e7 (1/785 - 1/852) = 1001.764301…
    const axis = wavenumberAxis([850, 2, 0, 0], 785, 2)
    expect(axis[0]).toBeCloseTo(974.1476208, 6)
    expect(axis[1]).toBeCloseTo(1001.764301, 6)
  })

  it('refuses a calibration that does not ascend, or is none', () => {
    expect(() => wavenumberAxis([850, -0.1, 0, 0], 785, 4)).toThrow(
      expect.objectContaining({ code: 'axis.notAscending' }),
    )
    expect(() => wavenumberAxis([0, 0, 0, 0], 785, 4)).toThrow(
      expect.objectContaining({ code: 'axis.notFinite' }),
    )
  })
})
