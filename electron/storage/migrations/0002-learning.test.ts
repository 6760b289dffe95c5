import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { Connection } from '../connection'
import { openTestLog, temporaryFolder } from '../fixtures'
import { addDataSet, aHash, finishRun } from '../learningFixtures'
import { migrate } from '../migrate'
import { cases } from './0001-cases'

/* A case log of schema 1 with rows in it, written by hand as Stokes 0.1.0 wrote them. */

let path: string
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  const connection = new Connection(path, { readOnly: false })
  migrate(connection, 0, {
    path,
    migrations: [cases],
    softwareVersion: '0.1.0',
    now: '2026-01-01T00:00:00.000Z',
  })
  const device = JSON.stringify({ origin: 'simulated', serialNumber: 'VM-1' })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '2026-01-01T00:00:00.000Z');
    INSERT INTO patient VALUES ('p', 'P-001', 1960, 'female', 2, '2026-01-01T00:00:00.000Z');
    INSERT INTO lesion VALUES (1, 'l', 'p', 'arm', '', 'simulated', '2026-01-01', '2026-01-01');
    INSERT INTO lesionText (rowid, text) VALUES (1, 'p-001');
    INSERT INTO axis VALUES (1, zeroblob(16), zeroblob(32));
    INSERT INTO acquisition VALUES
      (1, 'a', 'l', 'o', 'simulated', '${device}', '{}', 1, '0.1.0', '2026-01-01', 'complete', '2026-01-01', NULL);
    INSERT INTO diagnosis VALUES (1, 'd', 'l', 'o', 'malignant', 'melanoma', 'histopathology', '2026-01-01');`)
  connection.close()
})
afterEach(() => {
  remove()
})

it('brings a case log of schema 1 along, with a copy', () => {
  const log = openTestLog(path)
  expect(log.backup).toContain('.schema-1.')
  expect(log.cases.open('l')).toMatchObject({
    patient: { pseudonym: 'P-001' },
    diagnoses: [{ label: 'malignant', operatorName: 'Ada' }],
    acquisitions: [{ id: 'a', status: 'complete' }],
  })
  addDataSet(log)
  expect(finishRun(log, aHash('c')).operatorName).toBe('Ada')
  log.close()
})

it.each([
  'dataSet',
  'dataSetPatient',
  'externalSet',
  'runPatient',
  'runProgress',
  'model',
  'modelStateChange',
  'externalLook',
  'shadowResult',
])('neither changes nor deletes a stored %s', (table) => {
  const log = openTestLog(path)
  addDataSet(log)
  addDataSet(log, { hash: aHash('e'), patients: ['p9'] })
  const { id: operatorId } = log.operators.ensure('Ada')
  log.learning.externalSets.holdOut(aHash('e'), { operatorId, reason: 'another site' })
  log.learning.externalSets.addLook({ dataSetHash: aHash('e'), modelHash: aHash('c'), operatorId })
  const { id } = finishRun(log, aHash('c'))
  const point = { stage: 'epoch', step: 1, steps: 2, loss: 1, watchedLoss: null, at: '2026-01-01' }
  log.learning.runs.addProgress(id, point)
  log.learning.shadowResults.add({
    acquisitionId: 'a',
    modelHash: aHash('c'),
    probability: null,
    label: null,
    problem: { code: 'engine.failed', message: 'no' },
  })
  log.close()
  const raw = new Connection(path, { readOnly: false })
  const column = (raw.get(`SELECT name FROM pragma_table_info('${table}')`) as { name: string }).name
  const row = raw.get(`SELECT * FROM ${table}`)
  const refused = expect.objectContaining({ code: 'internal.unexpected' }) as Error
  expect(() => raw.run(`UPDATE ${table} SET ${column} = ${column}`)).toThrow(refused)
  expect(() => raw.run(`DELETE FROM ${table}`)).toThrow(refused)
  expect(raw.get(`SELECT * FROM ${table}`)).toEqual(row)
  if (table === 'runPatient') {
    // Whoever writes past the repositories.
    const second = `INSERT INTO runPatient VALUES ('${id}', 'p1', 'heldOut')`
    expect(() => raw.run(second)).toThrow(expect.objectContaining({ code: 'storage.duplicate' }))
    expect(() => raw.run(second.replace('INSERT', 'REPLACE'))).toThrow(refused)
  }
  raw.close()
})
