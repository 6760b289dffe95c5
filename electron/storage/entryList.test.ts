import { describe, expect, it } from 'vitest'
import { packEntries, unpackEntries } from './entryList'

describe('a list of entries', () => {
  it('comes back as it was, a million neighbours in some kilobytes', () => {
    const entries = [3, 4, 9, 1_000_000]
    expect(unpackEntries(packEntries(entries), 4)).toEqual(entries)
    const million = Array.from({ length: 1_000_000 }, (_, i) => i + 1)
    expect(packEntries(million).length).toBeLessThan(8000)
  })

  it('never fills the memory with what is not a list', () => {
    expect(() => unpackEntries(packEntries(Array.from({ length: 5000 }, (_, i) => i)), 10)).toThrow()
  })
})
