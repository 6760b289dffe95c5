import { expect, it } from 'vitest'
import type { AuditLine } from '../../../../electron/contract/audit'
import { eventName, factsOf } from './eventWords'

const line: AuditLine = {
  entry: 7,
  at: '2026-11-23T10:00:00.000Z',
  actor: 'Ada',
  action: 'changed',
  table: 'acquisition',
  row: '1',
  changes: [{ column: 'finishedAt', before: null, after: '2026-11-23T10:00:00.000Z' }],
  event: null,
  lesionId: null,
}

it('a change is told with what was and what is', () => {
  expect(factsOf(line)).toEqual([{ name: 'finishedAt', before: 'nothing', now: '2026-11-23T10:00:00.000Z' }])
})

it('an event is told by its details, and one of a later version by its own name', () => {
  const event = { kind: 'exported', details: { format: 'csv', cases: ['a', 'b'], ended: null } }
  expect(factsOf({ ...line, event })).toEqual([
    { name: 'format', before: null, now: 'csv' },
    { name: 'cases', before: null, now: 'a, b' },
    { name: 'ended', before: null, now: 'nothing' },
  ])
  expect(eventName('exported')).toBe('Exported')
  expect(eventName('beamed')).toBe('beamed')
})
