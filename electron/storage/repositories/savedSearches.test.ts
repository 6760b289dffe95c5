import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { NO_FILTERS } from '../../contract/cases'
import { savedSearchSchema } from '../../contract/searches'
import { openTestLog, temporaryFolder } from '../fixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void
beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  log = openTestLog(join(temporary.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  remove()
})

const filters = { ...NO_FILTERS, diagnoses: ['none' as const], skinTypes: [0, 2] }
const add = (name: string, operatorId: string | null = null) =>
  log.searches.add({ operatorId, name, search: 'elbow', filters })
const names = (operatorId: string | null = null) => log.searches.list(operatorId).map(({ name }) => name)

it('are found again by whom they belong to, by name', () => {
  const { id: ada } = log.operators.ensure('Ada')
  const saved = add('to do', ada)
  expect(savedSearchSchema.parse(saved)).toEqual(saved)
  expect(log.searches.list(ada)).toEqual([saved])
  add('Another', ada)
  add('of nobody')
  expect([names(ada), names()]).toEqual([['Another', 'to do'], ['of nobody']])
})

it('are renamed, removed and brought back, and all of it is on record', () => {
  const { id } = add('one')
  log.searches.rename(id, 'two')
  expect(names()).toEqual(['two'])
  log.searches.setDeleted(id, true)
  expect(names()).toEqual([])
  log.searches.setDeleted(id, false)
  expect(names()).toEqual(['two'])
  expect(log.verify()).toMatchObject({ ok: true })
})

it('have names of their own, also when one is brought back', () => {
  const { id } = add('one')
  const twice = expect.objectContaining({ code: 'storage.duplicate' }) as Error
  expect(() => add('one')).toThrow(twice)
  add('two')
  expect(() => log.searches.rename(id, 'two')).toThrow(twice)
  log.searches.setDeleted(id, true)
  add('one')
  expect(() => log.searches.setDeleted(id, false)).toThrow(twice)
  expect(names()).toEqual(['one', 'two'])
  expect(() => log.searches.rename('none', 'x')).toThrow(
    expect.objectContaining({ code: 'storage.notFound' }),
  )
})

it('are no more than anybody reads', () => {
  log.together(() => {
    for (let index = 0; index < 50; index++) add(`search ${index}`)
  })
  expect(() => add('one more')).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
})
