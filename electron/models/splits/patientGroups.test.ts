import fc from 'fast-check'
import { expect, test } from 'vitest'
import { aRow } from '../datasets/fixtures'
import { patientGroups } from './patientGroups'

test('patients who share a site, or share one with one who does, are one group; the unknown joins nobody', () => {
  const rows = [
    aRow({ patient: 'A', bodySite: 'arm', instrument: '1' }),
    aRow({ patient: 'B', bodySite: 'leg', instrument: '2' }),
    aRow({ patient: 'C', bodySite: null, instrument: '3' }),
    aRow({ patient: 'A', bodySite: 'leg', instrument: '1' }),
    aRow({ patient: 'D', bodySite: null, instrument: '2' }),
  ]
  expect(patientGroups(rows, [])).toEqual([0, 1, 2, 0, 3])
  expect(patientGroups(rows, ['bodySite'])).toEqual([0, 0, 1, 0, 2])
  expect(patientGroups(rows, ['bodySite', 'instrument'])).toEqual([0, 0, 1, 0, 0])
})

test('groups are the connected components: rows that share anything are together', () => {
  const value = fc.option(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'))
  const row = fc.record({
    patient: fc.nat({ max: 30 }).map(String),
    bodySite: value,
    instrument: value,
  })
  fc.assert(
    fc.property(fc.array(row), (drawn) => {
      const rows = drawn.map((changes) => aRow(changes))
      const groups = patientGroups(rows, ['bodySite', 'instrument'])
      const touch = (a: number, b: number) =>
        rows[a]!.patient === rows[b]!.patient ||
        (rows[a]!.bodySite !== null && rows[a]!.bodySite === rows[b]!.bodySite) ||
        (rows[a]!.instrument !== null && rows[a]!.instrument === rows[b]!.instrument)
      for (const start of rows.keys()) {
        const reached = new Set([start])
        for (const a of reached) for (const b of rows.keys()) if (touch(a, b)) reached.add(b)
        for (const other of rows.keys()) expect(groups[other] === groups[start]).toBe(reached.has(other))
      }
    }),
    { numRuns: 50 },
  )
})
