import { expect, it } from 'vitest'
import { groupLines } from './groupLines'

it('puts lines closer than the resolution together, and says how uncertain their centre is', () => {
  const lines = [
    { position: 865.44, strength: 0.75 },
    { position: 865.56, strength: 0.25 },
    { position: 870, strength: 0.1 },
  ]
  const [blend, single] = groupLines(lines, 0.3)
  expect(blend!.position).toBeCloseTo(865.47, 10)
  expect(blend!.uncertainty).toBeCloseTo(0.015, 10)
  expect(blend!.strength).toBe(1)
  expect(single).toMatchObject({ position: 870, uncertainty: 0 })
  expect(groupLines(lines, 0.1)).toHaveLength(3)
})
