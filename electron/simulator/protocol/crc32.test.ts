import { describe, expect, it } from 'vitest'
import { crc32 } from './crc32'

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(Buffer.from('123456789'))).toBe(0xcbf43926)
  })

  it('of nothing is 0', () => {
    expect(crc32(new Uint8Array(0))).toBe(0)
  })

  it('is unsigned', () => {
    expect(crc32(Uint8Array.of(0))).toBe(0xd202ef8d)
  })
})
