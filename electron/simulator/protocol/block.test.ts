import { describe, expect, it } from 'vitest'
import { emptyBlock, encodeBlock } from './block'

describe('encodeBlock', () => {
  it.each([
    [1, '#11'],
    [9, '#19'],
    [10, '#210'],
    [2116, '#42116'],
    [100_000, '#6100000'],
  ])('a payload of %i bytes begins %s', (bytes, prefix) => {
    const block = encodeBlock(new Uint8Array(bytes).fill(0x41))
    expect(Buffer.from(block).toString('latin1')).toBe(prefix + 'A'.repeat(bytes))
  })

  it('is #10 when empty', () => {
    expect(Buffer.from(emptyBlock).toString('latin1')).toBe('#10')
  })
})
