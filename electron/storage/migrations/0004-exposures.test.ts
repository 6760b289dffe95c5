import { join } from 'node:path'
import { expect, it } from 'vitest'
import { Connection } from '../connection'
import { openTestLog, temporaryFolder } from '../fixtures'
import { migrate } from '../migrate'
import { migrations } from '../schema'

it('brings a case log of schema 3 along: its lesions can be exposed', () => {
  const { folder, remove } = temporaryFolder()
  const path = join(folder, 'cases.db')
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 3), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient VALUES ('p', 'P-001', 1960, 'female', 2, '${now}');
    INSERT INTO lesion VALUES (1, 'l', 'p', 'arm', '', 'instrument', '${now}', '${now}');`)
  connection.close()

  const log = openTestLog(path)
  expect(log.backup).toContain('.schema-3.')
  const bookingId = log.exposures.book({
    lesionId: 'l',
    operatorId: 'o',
    serialNumber: 'X-1',
    kind: 'measurement',
    wavelengthNanometres: 785,
    powerMilliwatts: 25,
    powerSource: 'instrument',
    spotMicrometres: null,
    boundMs: 1000,
  })
  log.exposures.record({ bookingId, startedAt: now, durationMs: 500, powerMilliwatts: 25 })
  expect(log.exposures.ofLesion('l', '2025-12-31')).toHaveLength(1)
  log.close()
  remove()
})
