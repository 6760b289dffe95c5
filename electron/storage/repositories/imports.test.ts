import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sealWhatIsThere } from '../audit/sealWhatIsThere'
import { Connection } from '../connection'
import { aDevice, addLesion, openTestLog, temporaryFolder } from '../fixtures'
import { migrate } from '../migrate'
import { migrations } from '../schema'
import type { CaseLog } from '../openCaseLog'
import type { ImportedFile } from './imports'

let place: ReturnType<typeof temporaryFolder>
let log: CaseLog
beforeEach(() => {
  place = temporaryFolder()
  log = openTestLog(join(place.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  place.remove()
})

const target = { operatorName: 'Ada', pseudonym: 'P-1', bodySite: 'arm' } as const

function aFile(hash: number, changes: Partial<ImportedFile> = {}): ImportedFile {
  return {
    name: `file ${hash}.txt`,
    sha256: new Uint8Array(32).fill(hash),
    format: 'text',
    instrument: null,
    properties: { laser: '785 nm' },
    spectra: [
      {
        name: 'left',
        wavenumbers: Float64Array.of(400, 401.5, 403),
        intensities: Float64Array.of(1, -2.25, 1e6),
        dark: Float64Array.of(1, 1, 1),
        integrationTimeMs: null,
        excitationNanometres: 785,
        measuredAt: '14.11.2023',
      },
    ],
    diagnosis: { label: 'benign', lesionClass: 'naevus' },
    ...changes,
  }
}

describe('imports', () => {
  it('makes a replayed case of a file, with its frames to the bit', () => {
    const { imported } = log.imports.add([aFile(1)], target)
    const detail = log.cases.open(imported[0]!.lesionId)
    expect(detail).toMatchObject({
      patient: { pseudonym: 'P-1' },
      lesion: { origin: 'replayed', description: 'file 1.txt', bodySite: 'arm' },
      diagnoses: [{ label: 'benign', source: 'clinical' }],
      acquisitions: [{ status: 'complete', origin: 'replayed', framesRecorded: 2 }],
    })
    const frames = log.frames.ofAcquisition(detail.acquisitions[0]!.id)
    expect(frames.map(({ kind }) => kind)).toEqual(['dark', 'sample'])
    expect([...frames[1]!.intensities]).toEqual([1, -2.25, 1e6])
  })

  it('makes no double of a file that it holds', () => {
    log.imports.add([aFile(1)], target)
    expect(log.imports.add([aFile(1), aFile(2)], target)).toMatchObject({
      imported: [{ name: 'file 2.txt' }],
      known: ['file 1.txt'],
    })
    expect(log.patients.list()).toHaveLength(1)
  })

  it('says what nobody stated, and does not make it up', () => {
    const { imported } = log.imports.add([aFile(1)], { ...target, laterality: 'left' })
    const { lesionId } = imported[0]!
    const [acquisition] = log.cases.open(lesionId).acquisitions
    expect(acquisition!.file).toEqual({ name: 'file 1.txt', spectrum: 'left' })
    expect(acquisition!.stated).toEqual({
      integrationTimeMs: null,
      laserPowerMilliwatts: null,
      measuredAt: '14.11.2023',
    })
    expect(log.lesions.get(lesionId).laterality).toBe('left')
  })

  it('takes a file again whose case was deleted, to another patient', () => {
    const [first] = log.imports.add([aFile(1)], target).imported
    const operatorId = log.operators.ensure('Ada').id
    log.records.deleteLesion({ lesionId: first!.lesionId, operatorId, reason: 'Wrong patient' })
    expect(log.imports.knows(aFile(1).sha256)).toBe(false)
    const [again] = log.imports.add([aFile(1)], { ...target, pseudonym: 'P-2' }).imported
    expect(log.cases.open(again!.lesionId).patient.pseudonym).toBe('P-2')
    expect(log.imports.add([aFile(1)], target).known).toEqual(['file 1.txt'])
    expect(log.verify().findings).toEqual([])
  })

  it('takes all of the files, or none', () => {
    const [good] = aFile(2).spectra
    const bad = aFile(2, { spectra: [{ ...good!, intensities: Float64Array.of(1) }] })
    expect(() => log.imports.add([aFile(1), bad], target)).toThrow(/1 pixels/)
    expect(log.patients.list()).toEqual([])
    expect(log.imports.knows(aFile(1).sha256)).toBe(false)
  })
})

it('brings a case log of schema 22 along, with what was imported and the audit of it', () => {
  const path = join(place.folder, 'old.db')
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 22), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient (id, pseudonym, sex, createdAt) VALUES ('p', 'P-001', 'female', '${now}');
    INSERT INTO lesion (entry, id, patientId, bodySite, description, origin, createdAt, lastChangedAt)
      VALUES (1, 'l', 'p', 'arm', '', 'replayed', '${now}', '${now}');
    INSERT INTO importedFile (rowid, id, sha256, name, format, properties, lesionId, operatorId, importedAt)
      VALUES (7, 'f', x'${'01'.repeat(32)}', 'file 1.txt', 'text', '{}', 'l', 'o', '${now}')`)
  sealWhatIsThere(connection, { schemaVersion: 22, at: now, actor: 'stokes' })
  connection.close()
  const old = openTestLog(path)
  expect(old.imports.add([aFile(1)], target).known).toEqual(['file 1.txt'])
  expect(old.verify().findings).toEqual([])
  old.close()
})

it('brings a case log of schema 6 along, with its rows', () => {
  const path = join(place.folder, 'old.db')
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 6), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient VALUES ('p', 'P-001', 1960, 'female', 2, '${now}');`)
  connection.close()
  const old = openTestLog(path)
  old.imports.add([aFile(1)], target)
  expect(old.patients.list().map(({ pseudonym }) => pseudonym)).toEqual(['P-001', 'P-1'])
  expect(addLesion(old, { pseudonym: 'P-2' }).lesion.origin).toBe(aDevice().origin)
  old.close()
})
