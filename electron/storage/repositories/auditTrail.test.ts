import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { auditQuerySchema, type AuditLine } from '../../contract/audit'
import { addLesion, aFrame, openTestLog, startAcquisition, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'
import { openDatabase } from '../nativePart'

let log: CaseLog
let remove: () => void
let one: { lesionId: string; operatorId: string }
let other: { lesionId: string; operatorId: string }

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
  one = addLesion(log)
  other = addLesion(log, { pseudonym: 'P-002' })
  const { id } = startAcquisition(log, one)
  log.frames.append(id, aFrame(1), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  log.notes.add({ ...one, text: 'grows' })
  log.notes.add({ ...other, text: 'itches' })
})
afterEach(() => {
  log.close()
  remove()
})

const list = (query: Partial<Parameters<typeof log.auditTrail.list>[0]> = {}) =>
  log.auditTrail.list({ ...auditQuerySchema.parse({}), ...query })
const told = ({ table, action, actor }: AuditLine) => `${actor} ${action} ${table}`

it('is paged from the newest line to the first, each line once, whatever is added meanwhile', () => {
  const all = list({ limit: 200 }).lines
  const paged: AuditLine[] = []
  for (let before: number | null = null; ;) {
    const page = list({ before, limit: 7 })
    paged.push(...page.lines)
    log.notes.add({ ...one, text: 'added while somebody pages' })
    if (page.next === null) break
    before = page.next
  }
  expect(paged).toEqual(all)
  expect(all.at(-1)).toMatchObject({ entry: 1 })
})

it('says what a row was and has become', () => {
  const [line] = list({ table: 'acquisition', limit: 1 }).lines
  expect(line).toMatchObject({ action: 'changed', actor: 'Ada', lesionId: one.lesionId })
  expect(line!.changes).toContainEqual({ column: 'status', before: 'running', after: 'complete' })
})

it('is filtered by who, table, case and time', () => {
  expect(list({ actor: 'aD', table: 'note' }).lines.map(told)).toEqual(['Ada added note', 'Ada added note'])
  expect(list({ actor: 'Eve' }).lines).toEqual([])
  const ofOther = list({ lesionId: other.lesionId }).lines
  expect(ofOther.map(({ table }) => table)).toEqual(['note', 'lesion', 'patient'])
  const [note] = ofOther
  expect(list({ from: note!.at }).lines).toEqual([note])
  expect(list({ until: note!.at }).lines.map(({ entry }) => entry)).not.toContain(note!.entry)
})

it('tells an event by what happened', () => {
  log.events.add('exported', { format: 'csv', cases: [one.lesionId] })
  const [line] = list({ limit: 1 }).lines
  expect(line).toMatchObject({
    table: 'event',
    event: { kind: 'exported', details: { format: 'csv', cases: [one.lesionId] } },
  })
  expect(log.events.newest('exported')?.details).toEqual({ format: 'csv', cases: [one.lesionId] })
})

it('has an event for each version that wrote, and none is changed or deleted', () => {
  const versions = () => list({ table: 'event' }).lines.filter(({ event }) => event?.kind === 'version')
  expect(versions()).toHaveLength(1)
  const { path } = log
  log.close()
  log = openTestLog(path)
  expect(versions()).toHaveLength(1)
  const database = openDatabase(path)
  expect(() => database.exec('DELETE FROM event')).toThrow(/never deleted/)
  expect(() => database.exec(`UPDATE event SET kind = 'x'`)).toThrow(/never changed/)
  database.close()
})

it('finds the case of a finding', () => {
  const { path } = log
  const past = openDatabase(path)
  past.exec(`DROP TRIGGER noteIsNeverChanged; DROP TRIGGER frameIsNeverChanged;
    UPDATE note SET text = 'shrinks' WHERE text = 'itches'; UPDATE frame SET sequence = 9`)
  past.close()
  const cases = log.verify().findings.map(({ table, id }) => [table, log.caseOf(table, id)])
  expect(cases).toContainEqual(['note', other.lesionId])
  expect(cases).toContainEqual(['frame', one.lesionId])
  expect(cases).toContainEqual(['schema', null])
})
