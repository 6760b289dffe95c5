import { spawnSync } from 'node:child_process'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { strToU8, unzipSync, zipSync } from 'fflate'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { StokesError } from '../../../contract/errors'
import type { LesionFacts } from '../../../contract/record'
import { randomId } from '../../../shared/ids'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../../../storage/fixtures'
import type { CaseLog } from '../../../storage/openCaseLog'
import { aPhoto } from '../../../storage/photos/aPhoto'
import { jpeg } from '../../../storage/photos/fixtures'
import { readPhoto } from '../../../storage/photos/readPhoto'
import { readCaseArchive, writeCaseArchive } from './caseArchive'

let place: ReturnType<typeof temporaryFolder>
let log: CaseLog
let elsewhere: CaseLog
let lesionId: string
let out: string

beforeEach(async () => {
  place = temporaryFolder()
  log = openTestLog(join(place.folder, 'here.db'))
  elsewhere = openTestLog(join(place.folder, 'elsewhere.db'))
  addLesion(elsewhere, { pseudonym: 'P-900' })
  addLesion(log, { pseudonym: 'P-002' })
  const made = addLesion(log)
  lesionId = made.lesionId
  const acquisition = startAcquisition(log, made)
  const entries = [aFrame(1), aFrame(2)].map((frame) => log.frames.append(acquisition.id, frame, 'sample'))
  log.acquisitions.finish(acquisition.id, { status: 'complete' })
  log.results.add({ acquisitionId: acquisition.id, frames: entries, recipe: aRecipe, answer: anAnswer() })
  log.diagnoses.add({ ...made, label: 'malignant', lesionClass: 'melanoma', source: 'histopathology' })
  log.notes.add({ ...made, text: 'Beside the Äußere edge' })
  out = join(place.folder, 'case.stokes.zip')
  await writeCaseArchive(log, lesionId, {
    out,
    softwareVersion: '0.1.0',
    createdAt: '2026-01-02T00:00:00.000Z',
  })
})
afterEach(() => {
  log.close()
  elsewhere.close()
  place.remove()
})

const repacked = (change: (files: Record<string, Uint8Array>) => void): string => {
  const files = unzipSync(readFileSync(out))
  change(files)
  const path = join(place.folder, 'changed.zip')
  writeFileSync(path, zipSync(files))
  return path
}

describe('the archive of a case', () => {
  it('is the same case elsewhere, found by the same words', async () => {
    // Ids of the two test logs are counted, and so are the same: other ids in the other log.
    const other = openTestLog(join(place.folder, 'third.db'))
    expect(await readCaseArchive(other, out)).toMatchObject({ lesionId, frames: 2 })
    expect(other.cases.open(lesionId)).toEqual(log.cases.open(lesionId))
    const { id } = log.cases.open(lesionId).acquisitions[0]!
    expect(other.results.newestOfAcquisition(id)).toEqual(log.results.newestOfAcquisition(id))
    expect(other.frames.ofAcquisition(id).map(({ entry: _, ...frame }) => frame)).toEqual(
      log.frames.ofAcquisition(id).map(({ entry: _, ...frame }) => frame),
    )
    expect(other.patients.list().map(({ pseudonym }) => pseudonym)).toEqual(['P-001'])
    // No double.
    expect(await readCaseArchive(other, out)).toMatchObject({ added: 0 })
    other.close()
    expect(readdirSync(place.folder).filter((name) => name.startsWith('.stokes-case'))).toEqual([])
  })

  it('brings visits and photos along, each picture as it was stored, and nothing else', async () => {
    const operatorId = log.operators.ensure('Ada').id
    const { bytes } = readPhoto(jpeg)
    const photoId = aPhoto(log, {
      lesionId,
      operatorId,
      parts: [bytes.subarray(0, 500), bytes.subarray(500)],
    })
    log.photos.remove({ photoId, operatorId, reason: 'the wrong arm' })
    const [visit] = log.visits.ofLesion(lesionId)
    log.visits.addNote({ visitId: visit!.id!, operatorId, text: 'comes for the arm' })
    const options = { out, softwareVersion: '0.1.0', createdAt: '2026-01-03T00:00:00.000Z' }
    const manifest = await writeCaseArchive(log, lesionId, options)
    expect(manifest.photos).toEqual([{ id: photoId, sha256: log.photos.get(photoId).sha256 }])
    const other = openTestLog(join(place.folder, 'third.db'))
    await readCaseArchive(other, out)
    expect(other.photos.ofLesion(lesionId)).toEqual(log.photos.ofLesion(lesionId))
    expect(other.visits.ofLesion(lesionId)).toEqual(log.visits.ofLesion(lesionId))
    expect(other.visits.ofLesion(lesionId)[0]).toMatchObject({ operatorName: 'Ada', photoIds: [photoId] })
    expect(other.verify()).toMatchObject({ findings: [] })
    expect(await readCaseArchive(other, out)).toMatchObject({ added: 0 })

    aPhoto(log, { lesionId, operatorId, parts: [jpeg] })
    await writeCaseArchive(log, lesionId, options)
    await expect(readCaseArchive(other, out)).rejects.toThrow(/holds more than a picture/)
    expect(other.photos.ofLesion(lesionId)).toHaveLength(1)
    other.close()
  })

  it('never says who a patient is', async () => {
    const keyed = openTestLog(join(place.folder, 'keyed.db'), { masterKey: new Uint8Array(32).fill(7) })
    const { patient, operatorId, lesionId: own } = addLesion(keyed)
    const identity = { name: 'Erika Mustermann', dateOfBirth: null, recordNumber: null, contact: null }
    keyed.identities.write({ patientId: patient.id, operatorId, identity })
    const options = { out, softwareVersion: '0.1.0', createdAt: '2026-01-03T00:00:00.000Z' }
    const { rows } = await writeCaseArchive(keyed, own, options)
    expect(rows).toMatchObject({ patient: 1, patientIdentity: 0, identityAct: 0 })
    keyed.close()
  })

  it('brings corrections along, and what is corrected later, too', async () => {
    const other = openTestLog(join(place.folder, 'third.db'))
    await readCaseArchive(other, out)
    const correctsId = log.cases.open(lesionId).diagnoses[0]!.id
    const operatorId = log.operators.ensure('Ada').id
    const said = { label: 'benign', lesionClass: 'naevus', source: 'histopathology' } as const
    log.diagnoses.add({ lesionId, operatorId, ...said, correctsId })
    const facts: LesionFacts = {
      bodySite: 'leg',
      description: 'knee',
      region: null,
      laterality: 'left',
      suspicion: null,
      lengthMillimetres: 6.5,
      widthMillimetres: null,
      heightMillimetres: null,
    }
    log.records.reviseLesion({ lesionId, operatorId, reason: 'Wrong site', facts })
    await writeCaseArchive(log, lesionId, {
      out,
      softwareVersion: '0.1.0',
      createdAt: '2026-01-03T00:00:00.000Z',
    })
    expect(await readCaseArchive(other, out)).not.toMatchObject({ added: 0 })
    expect(other.cases.open(lesionId)).toEqual(log.cases.open(lesionId))
    expect(other.records.open(lesionId)).toEqual(log.records.open(lesionId))
    expect(other.verify()).toMatchObject({ findings: [] })
    other.close()
  })

  it('holds a database that the tool of SQLite reads, of this case alone', () => {
    const path = join(place.folder, 'unpacked.sqlite')
    writeFileSync(path, unzipSync(readFileSync(out))['case.sqlite']!)
    const program = `import sqlite3,sys
c=sqlite3.connect(sys.argv[1])
print(c.execute('pragma foreign_key_check').fetchall(), c.execute('select pseudonym from patient').fetchall(), c.execute('select count(*) from frame').fetchone()[0])`
    const { stdout, stderr } = spawnSync('/usr/bin/python3', ['-c', program, path], { encoding: 'utf8' })
    expect(stderr).toBe('')
    expect(stdout.trim()).toBe("[] [('P-001',)] 2")
  })

  it('takes no pseudonym of another patient, but another pseudonym', async () => {
    const other = openTestLog(join(place.folder, 'third.db'), { newId: randomId })
    const patient = { yearOfBirth: null, sex: 'unknown', skinType: null } as const
    for (let i = 0; i < 9; i++) other.patients.add({ ...patient, pseudonym: i === 8 ? 'P-001' : `Q-${i}` })
    await expect(readCaseArchive(other, out)).rejects.toMatchObject({ code: 'storage.duplicate' })
    await readCaseArchive(other, out, { pseudonym: 'Clinic-7' })
    expect(other.cases.open(lesionId).patient.pseudonym).toBe('Clinic-7')
    // It is known by now under which name he is here.
    expect(await readCaseArchive(other, out)).toMatchObject({ added: 0 })
    other.close()
  })

  it.each([
    ['climbs out of its folder', { '../climbed.txt': strToU8('x') }, /which does not belong/],
    ['holds what nobody expects', { 'more.txt': strToU8('x') }, /which does not belong/],
    ['has another manifest', { 'manifest.json': strToU8('{}') }, /manifest cannot be read/],
    [
      'has another case',
      { 'case.sqlite': strToU8('SQLite format 3') },
      /not the one that its manifest names/,
    ],
    ['swells', { 'case.sqlite': new Uint8Array(80 * 2 ** 20) }, /unpacks to more than 64 MiB/],
  ])('is refused where it %s', async (_, added, message) => {
    const path = repacked((files) => Object.assign(files, added))
    await expect(readCaseArchive(elsewhere, path)).rejects.toMatchObject({
      code: 'exchange.refused',
      message: expect.stringMatching(message) as string,
    })
    expect(elsewhere.patients.list()).toHaveLength(1)
    expect(readdirSync(join(place.folder, '..'))).not.toContain('climbed.txt')
  })

  it('is refused as a whole where any of it is damaged', async () => {
    const whole = readFileSync(out)
    const path = join(place.folder, 'damaged.zip')
    await fc.assert(
      fc.asyncProperty(
        fc.nat(whole.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        async (at, flip, cut) => {
          const bytes = Uint8Array.from(cut ? whole.subarray(0, at) : whole)
          if (!cut) bytes[at]! ^= flip
          writeFileSync(path, bytes)
          const before = elsewhere.patients.list().length
          try {
            await readCaseArchive(elsewhere, path)
          } catch (error) {
            if (!(error instanceof StokesError)) throw error
            expect(elsewhere.patients.list()).toHaveLength(before)
          }
        },
      ),
      { numRuns: 40, seed: 6 },
    )
  }, 20_000)
})
