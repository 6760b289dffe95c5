import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  addLesion,
  aDevice,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  temporaryFolder,
} from '../../storage/fixtures'
import type { CaseLog } from '../../storage/openCaseLog'
import { caseLogDataSet } from './caseLogDataSet'
import { requireUnchanged } from './requireUnchanged'

const PIXELS = 200
let folder: ReturnType<typeof temporaryFolder>
let log: CaseLog
beforeEach(() => {
  folder = temporaryFolder()
  log = openTestLog(join(folder.folder, 'cases.db'))
})
afterEach(() => {
  log.close()
  folder.remove()
})

interface Measured {
  pseudonym: string
  label: 'benign' | 'malignant'
  counts: number
  from?: number
  serialNumber?: string
  origin?: 'simulated' | 'instrument'
  source?: 'clinical' | 'histopathology'
}

function measure({ pseudonym, label, source = 'histopathology', ...how }: Measured) {
  const { lesionId, operatorId } = addLesion(log, { pseudonym, origin: how.origin ?? 'simulated' })
  const lesionClass = label === 'malignant' ? 'melanoma' : 'naevus'
  log.diagnoses.add({ lesionId, operatorId, label, lesionClass, source })
  return { lesionId, operatorId, ...measureAgain({ lesionId, operatorId }, how) }
}

function measureAgain(
  ids: { lesionId: string; operatorId: string },
  {
    counts,
    from = 600,
    serialNumber = 'VM-1',
    origin = 'simulated',
  }: Omit<Measured, 'pseudonym' | 'label' | 'source'>,
) {
  const { id } = log.acquisitions.start({
    ...ids,
    device: aDevice({ pixels: PIXELS, badPixels: [7], serialNumber, origin }),
    plan: { integrationTimeMs: 100, accumulations: 2, darkFrames: 1, laserPowerMilliwatts: 20 },
    wavenumbers: Float64Array.from({ length: PIXELS }, (_, pixel) => from + 2 * pixel),
  })
  const frame = (sequence: number, level: number) =>
    aFrame(sequence, {
      origin,
      // Smooth, but for the bad pixel.
      intensities: Float64Array.from({ length: PIXELS }, (_, pixel) => (pixel === 7 ? 0 : level + pixel)),
    })
  const dark = log.frames.append(id, { ...frame(0, 100), laser: 'off' }, 'dark')
  log.frames.append(id, frame(1, 100 + counts), 'sample')
  log.frames.append(id, frame(2, 102 + counts), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  return { id, dark }
}

describe('caseLogDataSet', () => {
  test('has of each measurement the mean less the dark, with what is known of it', () => {
    const { id } = measure({ pseudonym: 'A', label: 'benign', counts: 500 })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900 })
    const { dataSet, failedQuality, clinicalOnly } = caseLogDataSet(log, { name: 'log' })
    expect([failedQuality, clinicalOnly]).toEqual([0, 0])
    expect(dataSet).toMatchObject({ name: 'log', origin: 'simulated', patientsKnown: true })
    expect(dataSet.rows).toHaveLength(2)
    expect(dataSet.rows[0]).toMatchObject({
      id,
      label: 0,
      lesionClass: 'naevus',
      age: 66,
      sex: 'female',
      bodySite: 'arm',
      skinType: 2,
      instrument: 'Virtual microscope VM-1',
    })
    expect([...dataSet.spectra]).toEqual([
      ...Array<number>(PIXELS).fill(501),
      ...Array<number>(PIXELS).fill(901),
    ])
  })

  test('brings two instruments to one axis and keeps them apart by name', () => {
    measure({ pseudonym: 'A', label: 'benign', counts: 500 })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900, from: 601, serialNumber: 'VM-2' })
    const { rows, axis } = caseLogDataSet(log, { name: 'log' }).dataSet
    expect([axis[0], axis.at(-1)]).toEqual([602, 998])
    expect(new Set(rows.map(({ axisVariant }) => axisVariant)).size).toBe(2)
    expect(rows.map(({ instrument }) => instrument)).toEqual([
      'Virtual microscope VM-1',
      'Virtual microscope VM-2',
    ])
  })

  test('leaves out what failed its quality gates, and says so', () => {
    measure({ pseudonym: 'A', label: 'benign', counts: 500 })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900 })
    const bad = measure({ pseudonym: 'C', label: 'malignant', counts: 1 })
    const answer = anAnswer({ quality: { pass: false, reasons: [], figures: [] } })
    log.results.add({ acquisitionId: bad.id, frames: [bad.dark], recipe: aRecipe, answer })
    const { dataSet, failedQuality } = caseLogDataSet(log, { name: 'log' })
    expect([dataSet.rows.length, failedQuality]).toEqual([2, 1])
  })

  test('takes clinical labels only when asked', () => {
    measure({ pseudonym: 'A', label: 'benign', counts: 500, source: 'clinical' })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900 })
    expect(() => caseLogDataSet(log, { name: 'log' })).toThrow(
      expect.objectContaining({ code: 'dataset.oneClass' }),
    )
    expect(caseLogDataSet(log, { name: 'log', filter: { labels: 'any' } })).toMatchObject({ clinicalOnly: 1 })
  })

  test('takes the newest good spectrum of each lesion where that is asked for', () => {
    const { lesionId, operatorId } = measure({ pseudonym: 'A', label: 'benign', counts: 500 })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900 })
    const again = measureAgain({ lesionId, operatorId }, { counts: 700 })
    const bad = measureAgain({ lesionId, operatorId }, { counts: 1 })
    const answer = anAnswer({ quality: { pass: false, reasons: [], figures: [] } })
    log.results.add({ acquisitionId: bad.id, frames: [bad.dark], recipe: aRecipe, answer })
    const ids = (spectra: 'newest' | 'all') =>
      caseLogDataSet(log, { name: 'log', filter: { spectra } }).dataSet.rows.map(({ id }) => id)
    expect(ids('all')).toHaveLength(3)
    expect(ids('newest')).toHaveLength(2)
    expect(ids('newest')).toContain(again.id)
  })

  test('refuses two origins, and takes one of them where it is named', () => {
    for (const origin of ['simulated', 'instrument'] as const) {
      measure({ pseudonym: `A ${origin}`, label: 'benign', counts: 500, origin })
      measure({ pseudonym: `B ${origin}`, label: 'malignant', counts: 900, origin })
    }
    expect(() => caseLogDataSet(log, { name: 'log' })).toThrow(
      expect.objectContaining({
        code: 'dataset.mixedOrigins',
        message: 'log has 2 simulated and 2 instrument spectra.',
      }),
    )
    expect(caseLogDataSet(log, { name: 'log', filter: { origin: 'instrument' } }).dataSet).toMatchObject({
      origin: 'instrument',
      rows: [{ label: 0 }, { label: 1 }],
    })
  })
})

describe('a frozen data set', () => {
  const refusal = (text: RegExp) =>
    expect.objectContaining({
      code: 'dataset.changed',
      message: expect.stringMatching(text) as string,
    }) as Error

  test('is good for as long as the case log says the same of its cases, whatever is added', () => {
    const benign = measure({ pseudonym: 'A', label: 'benign', counts: 500 })
    measure({ pseudonym: 'B', label: 'malignant', counts: 900 })
    const { dataSet } = caseLogDataSet(log, { name: 'log' })
    const check = (rows = dataSet.rows) => {
      requireUnchanged(log, { ...dataSet, rows }, 'histopathology')
    }
    check()
    measure({ pseudonym: 'C', label: 'malignant', counts: 700 })
    log.diagnoses.add({ ...benign, label: 'malignant', lesionClass: 'melanoma', source: 'clinical' })
    check()

    const moved = dataSet.rows.map((row, index) => (index === 1 ? { ...row, patient: 'another' } : row))
    expect(() => {
      check(moved)
    }).toThrow(refusal(/some of its 2 spectra have changed in the case log: 1 belong to another patient\./))
    log.diagnoses.add({ ...benign, label: 'malignant', lesionClass: 'melanoma', source: 'histopathology' })
    expect(() => {
      check([...moved, { ...moved[0]!, id: 'never measured' }])
    }).toThrow(refusal(/1 have another diagnosis, 1 belong to another patient, 1 are gone/))
  })
})
