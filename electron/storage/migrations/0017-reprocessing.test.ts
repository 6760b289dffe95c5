import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Connection } from '../connection'
import { openTestLog, temporaryFolder } from '../fixtures'
import { migrate } from '../migrate'
import { migrations } from '../schema'

it('brings a case log of schema 16 along: its answers can be computed again', () => {
  const { folder, remove } = temporaryFolder()
  const path = join(folder, 'cases.db')
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 16), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient (id, pseudonym, sex, createdAt) VALUES ('p', 'P-001', 'female', '${now}');
    INSERT INTO lesion (entry, id, patientId, bodySite, description, origin, createdAt, lastChangedAt)
      VALUES (1, 'l', 'p', 'arm', '', 'simulated', '${now}', '${now}');
    INSERT INTO axis VALUES (1, zeroblob(16), zeroblob(32));
    INSERT INTO acquisition (entry, id, lesionId, operatorId, origin, device, plan, axisEntry, softwareVersion,
        startedAt, status, finishedAt)
      VALUES (7, 'a', 'l', 'o', 'simulated', '{"origin":"simulated"}', '{}', 1, '0.1.0', '${now}', 'complete', '${now}');
    INSERT INTO recipe VALUES ('r', '{}');
    INSERT INTO result (id, acquisitionId, createdAt, origin, demonstration, quality, threshold, withheld, gridEntry,
        saliencyResolution, bands, modelName, modelHash, modelSimulated, recipeName, recipeHash, engine, softwareVersion)
      VALUES ('x', 'a', '${now}', 'simulated', 0, '{}', 0.5, 'quality', 1, 16, '[]', 'm', 'h', 1, 'r', 'r', 'e', '0.1.0');`)
  connection.close()

  const log = openTestLog(path)
  expect(log.backup).toContain('.schema-16.')
  const chosen = log.reprocessings.chooseBy({})
  expect(chosen).toEqual([7])
  const { id } = log.reprocessings.start({
    ...{ operatorId: 'o', model: null, recipe: null, engine: null, chosen: 'all', acquisitions: chosen },
  })
  expect(log.reprocessings.work(id).waiting).toEqual([7])
  log.close()
  remove()
})
