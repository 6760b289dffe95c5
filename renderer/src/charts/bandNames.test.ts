import { describe, expect, it } from 'vitest'
import { bandAt } from './bandNames'

describe('bandAt', () => {
  it('names phenylalanine at 1003 cm-1', () => {
    expect(bandAt(1003)?.text).toContain('phenylalanine')
  })

  it('prefers the band that holds the wavenumber to one beside it', () => {
    const { from, to } = bandAt(1061)!
    expect(from).toBeLessThanOrEqual(1061)
    expect(to).toBeGreaterThanOrEqual(1061)
  })

  it('names nothing that is further than its reach', () => {
    expect(bandAt(670)).toBeNull()
    expect(bandAt(1003 + 20, 3)).toBeNull()
    expect(bandAt(300)).toBeNull()
  })
})
