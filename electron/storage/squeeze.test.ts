import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { squeeze, unsqueeze } from './squeeze'

describe('numbers in less room', () => {
  it.each([2, 8] as const)('are the same to the bit again, of %d bytes each', (width) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (any) => {
        const bytes = any.slice(0, any.length - (any.length % width))
        expect(unsqueeze(squeeze(bytes, width), width, bytes.length)).toEqual(bytes)
      }),
    )
  })

  it('take two thirds where they are counts of a spectrum', () => {
    const counts = Uint16Array.from({ length: 1024 }, (_, i) => {
      const level = 9000 * Math.exp(-(((i - 300) / 500) ** 2))
      return Math.round(level + 2 * Math.sqrt(level) * ((Math.sin(i * 12.9898) * 43_758.5453) % 1))
    })
    const bytes = new Uint8Array(counts.buffer)
    expect(squeeze(bytes, 2).length).toBeLessThan(0.7 * bytes.length)
  })

  it('are refused where they were damaged, and never take more than their length', () => {
    const squeezed = squeeze(new Uint8Array(2048), 2)
    expect(() => unsqueeze(squeezed, 2, 100)).toThrow()
    expect(() => unsqueeze(Uint8Array.of(255, 1, 2), 2, 100)).toThrow()
  })
})
