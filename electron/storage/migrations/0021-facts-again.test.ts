import { join } from 'node:path'
import { expect, it } from 'vitest'
import { NO_FILTERS, type CaseFilters } from '../../contract/cases'
import { Connection } from '../connection'
import { openTestLog, temporaryFolder } from '../fixtures'
import { migrate } from '../migrate'
import { migrations } from '../schema'

const now = '2026-01-05T00:00:00.000Z'
const hash = 'abcdef0123456789'.repeat(4)

const result = (entry: number, acquisition: string, probability: number) => `
  INSERT INTO result (entry, id, acquisitionId, createdAt, origin, demonstration, quality, probability, label, threshold, gridEntry,
    processed, saliency, saliencyResolution, bands, modelName, modelHash, modelSimulated, recipeName, recipeHash, engine, softwareVersion)
  VALUES (${entry}, 'r${entry}', '${acquisition}', '${now}', 'simulated', 0, '{}', ${probability},
    '${probability < 0.5 ? 'benign' : 'malignant'}', 0.5, 1, zeroblob(16), zeroblob(16), 16, '[]',
    'paper-cnn', '${hash}', 1, 'paper', 'recipe', 'onnx-cpu', '0.1.0');`

it('a case log of schema 20 is brought along: its cases are listed by what all spots say', () => {
  const { folder, remove } = temporaryFolder()
  const path = join(folder, 'cases.db')
  const connection = new Connection(path, { readOnly: false })
  migrate(connection, 0, { path, migrations: migrations.slice(0, 20), softwareVersion: '0.1.0', now })
  const acquisition = (entry: number, spot: string) => `
    INSERT INTO acquisition (entry, id, lesionId, operatorId, origin, device, plan, axisEntry, softwareVersion, startedAt, status, spot)
    VALUES (${entry}, 'a${entry}', 'l', 'o', 'simulated', '{"origin":"simulated"}', '{}', 1, '0.1.0', '${now}', 'running', '${spot}');`
  connection.execute(`
    INSERT INTO operator (id, name, createdAt) VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient (id, pseudonym, yearOfBirth, sex, skinType, createdAt) VALUES ('p', 'P-001', 1960, 'female', 2, '${now}');
    INSERT INTO lesion (entry, id, patientId, bodySite, description, origin, createdAt, lastChangedAt)
      VALUES (1, 'l', 'p', 'arm', '', 'simulated', '${now}', '${now}');
    INSERT INTO axis VALUES (1, zeroblob(16), zeroblob(32));
    INSERT INTO recipe VALUES ('recipe', '{}');
    ${acquisition(1, 'centre')} ${result(1, 'a1', 0.9)}
    ${acquisition(2, 'edge')} ${result(2, 'a2', 0.2)}
    INSERT INTO diagnosis (id, lesionId, operatorId, label, lesionClass, source, createdAt)
      VALUES ('d', 'l', 'o', 'malignant', 'melanoma', 'histopathology', '${now}');`)
  const said = () => connection.get('SELECT answer FROM caseFacts')
  expect(said()).toEqual({ answer: 'benign' })
  connection.close()

  const log = openTestLog(path)
  const list = (filters: Partial<CaseFilters>) =>
    log.cases.list({ search: '', limit: 5, cursor: null, filters: { ...NO_FILTERS, ...filters } })
  const { rows } = list({ answers: ['malignant'], models: [hash], diagnoses: ['melanoma'] })
  expect(rows).toMatchObject([{ answer: { probability: 0.9 }, combined: { spot: 'centre', spots: 2 } }])
  expect(list({ answers: ['benign'] }).total).toBe(0)
  const all = { search: '', filters: NO_FILTERS }
  expect(log.caseOverview.judged(all)).toMatchObject([
    { month: '2026-01', found: 'malignant', said: 'malignant' },
  ])
  expect(log.verify().findings).toEqual([])
  log.close()
  remove()
})
