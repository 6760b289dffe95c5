import { expect, test } from 'vitest'
import { skinBands } from './bandTable'

test('the table holds 39 bands between 600 and 1800 cm-1, ascending, none empty', () => {
  expect(skinBands).toHaveLength(39)
  skinBands.forEach(({ from, to, candidates }, index) => {
    expect(from).toBeGreaterThanOrEqual(600)
    expect(to).toBeLessThanOrEqual(1800)
    expect(to).toBeGreaterThanOrEqual(from)
    expect(from).toBeGreaterThan(skinBands[index - 1]?.to ?? 0)
    expect(candidates.length).toBeGreaterThan(0)
  })
})

test('every candidate names its sources by DOI', () => {
  for (const { candidates } of skinBands)
    for (const { molecule, source } of candidates) expect(source, molecule).toMatch(/^10\.\d{4,}\/\S+/)
})
