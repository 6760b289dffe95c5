import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { caseDetailSchema, NO_FILTERS, type CaseFilters } from '../../contract/cases'
import { Connection } from '../connection'
import {
  addLesion,
  aDevice,
  aFrame,
  anAnswer,
  anAxis,
  aRecipe,
  openTestLog,
  temporaryFolder,
} from '../fixtures'
import { migrate } from '../migrate'
import type { CaseLog } from '../openCaseLog'
import { migrations } from '../schema'

let path: string
let log: CaseLog
let remove: () => void

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
})
afterEach(() => {
  log.close()
  remove()
})

const plan = { integrationTimeMs: 100, accumulations: 3, darkFrames: 2, laserPowerMilliwatts: 20 }

function measure(ids: { lesionId: string; operatorId: string }, spot: string | undefined, changes: object) {
  const { lesionId, operatorId } = ids
  const { id } = log.acquisitions.start({
    lesionId,
    operatorId,
    device: aDevice(),
    plan,
    wavenumbers: anAxis(),
    spot,
  })
  const frame = log.frames.append(id, aFrame(1), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  log.results.add({ acquisitionId: id, frames: [frame], recipe: aRecipe, answer: anAnswer(changes) })
  return id
}

describe('spots of a lesion', () => {
  it('are told with each measurement, and combined by the newest answer of each', () => {
    log = openTestLog(path)
    const ids = addLesion(log)
    const withheld = { probability: null, label: null, withheld: 'quality' }
    const first = measure(ids, undefined, { probability: 0.9 })
    measure(ids, undefined, { probability: 0.3, label: 'malignant' })
    const edge = measure(ids, 'edge', { probability: 0.2, label: 'benign' })
    measure(ids, 'centre', withheld)
    const detail = log.cases.open(ids.lesionId)
    expect(caseDetailSchema.parse(detail)).toEqual(detail)
    expect(detail.acquisitions.map(({ spot }) => spot)).toEqual(['centre', 'edge', 'spot 1', 'spot 1'])
    expect(detail.combined).toMatchObject({
      spot: 'spot 1',
      probability: 0.3,
      label: 'malignant',
      spots: 2,
      spotsMeasured: 3,
    })
    expect([first, edge].every((id) => log.spots.ofLesion(ids.lesionId).has(id))).toBe(true)
    expect(log.verify().findings).toEqual([])
  })

  it('are none of another lesion', () => {
    log = openTestLog(path)
    measure(addLesion(log), 'edge', {})
    expect(log.cases.open(addLesion(log, { pseudonym: 'P-2' }).lesionId).combined).toBeNull()
  })

  it('are one answer in the list as in the case, whatever was measured', () => {
    log = openTestLog(path)
    const result = fc.record({
      spot: fc.constantFrom('centre', 'edge', undefined),
      probability: fc.constantFrom(0.1, 0.5, 0.9, null),
      hash: fc.constantFrom('one', 'other'),
    })
    fc.assert(
      fc.property(fc.array(result, { maxLength: 6 }), (measured) => {
        const ids = addLesion(log, { pseudonym: `P-${log.patients.list().length}` })
        for (const { spot, probability, hash } of measured) {
          const said = probability === null ? null : probability >= 0.5 ? 'malignant' : 'benign'
          const withheld = probability === null ? 'quality' : null
          const model = { name: 'model', hash, simulated: true }
          measure(ids, spot, { probability, label: said, withheld, model })
        }
        const [row] = log.cases.list({ search: '', limit: 1, cursor: null }).rows
        const { combined } = log.cases.open(ids.lesionId)
        expect(row!.combined).toEqual(combined)
        expect(row!.answer?.probability ?? null).toBe(combined?.probability ?? null)
        const answers: CaseFilters['answers'] = [
          combined?.label ?? (measured.length > 0 ? 'quality' : 'none'),
        ]
        const found = log.cases.list({
          search: '',
          filters: { ...NO_FILTERS, answers },
          limit: 1,
          cursor: null,
        })
        expect(found.rows[0]!.lesion.id).toBe(ids.lesionId)
      }),
      { numRuns: 60 },
    )
  })

  it('have a name', () => {
    log = openTestLog(path)
    const ids = addLesion(log)
    for (const spot of ['', 'x'.repeat(41)])
      expect(() => measure(ids, spot, {})).toThrow(expect.objectContaining({ code: 'usage.invalid' }))
  })
})

it('a case log of schema 5 is brought along: what was measured is of the first spot, and keeps it', () => {
  const connection = new Connection(path, { readOnly: false })
  const now = '2026-01-01T00:00:00.000Z'
  migrate(connection, 0, { path, migrations: migrations.slice(0, 5), softwareVersion: '0.1.0', now })
  connection.execute(`
    INSERT INTO operator VALUES ('o', 'Ada', '${now}');
    INSERT INTO patient VALUES ('p', 'P-001', 1960, 'female', 2, '${now}');
    INSERT INTO lesion VALUES (1, 'l', 'p', 'arm', '', 'simulated', '${now}', '${now}');
    INSERT INTO axis VALUES (1, zeroblob(16), zeroblob(32));
    INSERT INTO acquisition VALUES
      (1, 'a', 'l', 'o', 'simulated', '{"origin":"simulated"}', '{}', 1, '0.1.0', '${now}', 'running', NULL, NULL);`)
  connection.close()
  log = openTestLog(path)
  expect(log.cases.open('l')).toMatchObject({ acquisitions: [{ id: 'a', spot: 'spot 1' }], combined: null })
  log.close()
  const raw = new Connection(path, { readOnly: false })
  expect(() => raw.run(`UPDATE acquisition SET spot = 'edge'`)).toThrow(
    expect.objectContaining({ code: 'internal.unexpected' }),
  )
  raw.close()
  log = openTestLog(path)
})
