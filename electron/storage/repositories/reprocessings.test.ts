import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { NO_FILTERS } from '../../contract/cases'
import {
  anAnswer,
  addLesion,
  aFrame,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import type { CaseLog } from '../openCaseLog'
import type { NewBatch, NewReprocessedResult } from './reprocessings'

const { folder, remove } = temporaryFolder()
let log: CaseLog
let path = ''
let count = 0

beforeEach(() => {
  path = join(folder, `${++count}.sqlite`)
  log = openTestLog(path)
})
afterEach(() => {
  log.close()
  if (count === 7) remove()
})

/** A measurement that was answered, and what a batch says of it. */
function measured(pseudonym: string, again: Partial<NewReprocessedResult> = {}): NewReprocessedResult {
  const { lesionId, operatorId } = addLesion(log, { pseudonym })
  const { id } = startAcquisition(log, { lesionId, operatorId })
  const frame = log.frames.append(id, aFrame(1), 'sample')
  log.acquisitions.finish(id, { status: 'complete' })
  const result = log.results.add({ acquisitionId: id, frames: [frame], recipe: aRecipe, answer: anAnswer() })
  return {
    ...{ acquisitionEntry: log.reprocessings.chooseBy({ acquisitionId: id })[0]!, resultId: result.id },
    ...{ origin: 'simulated', storedSaid: 'malignant', storedProbability: 0.1 + 0.2, storedPass: true },
    ...{ verdict: 'computed', same: false, said: 'malignant', probability: 0.9, pass: true },
    ...{ spectrumDifference: 0.25, modelHash: model.hash, modelSimulated: true, engine: 'onnx-cpu' },
    ...{ classes: null, gates: [], differences: [], problem: null },
    ...again,
  }
}

const model = { name: 'other', hash: 'b'.repeat(64), simulated: true }
const aBatch = (acquisitions: readonly number[]): NewBatch => ({
  ...{ operatorId: null, model, recipe: { hash: 'recipe-hash', definition: aRecipe } },
  ...{ engine: null, chosen: 'all', acquisitions },
})

describe('a batch', () => {
  it('chooses the answered measurements of cases that are in sight', () => {
    const first = measured('P-1')
    const second = measured('P-2')
    const { lesionId, operatorId } = addLesion(log, { pseudonym: 'P-3' })
    startAcquisition(log, { lesionId, operatorId })
    const all = [first.acquisitionEntry, second.acquisitionEntry]
    expect(log.reprocessings.choose({ search: '', filters: NO_FILTERS })).toEqual(all)
    expect(log.reprocessings.choose({ search: 'p-2', filters: NO_FILTERS })).toEqual([all[1]])
    const { lesionId: deleted } = log.reprocessings.measurement(all[0]!)
    log.records.deleteLesion({ lesionId: deleted, operatorId, reason: 'wrong person' })
    expect(log.reprocessings.choose({ search: '', filters: NO_FILTERS })).toEqual([all[1]])
    expect(log.reprocessings.chooseBy({})).toEqual([all[1]])
    expect(() => log.reprocessings.start(aBatch([]))).toThrow('None of these cases')
  })

  it('goes on where it ended, whatever ended it, with what was chosen then', () => {
    const rows = ['P-1', 'P-2', 'P-3'].map((name) => measured(name))
    const { id } = log.reprocessings.start(aBatch(rows.map(({ acquisitionEntry }) => acquisitionEntry)))
    log.reprocessings.record(id, rows.slice(0, 1))
    log.reprocessings.end(id, { state: 'cancelled', problem: null, workedMs: 20 })
    measured('P-4')
    expect(() => {
      log.reprocessings.record(id, rows.slice(1, 2))
    }).toThrow('takes no more results')
    expect(log.reprocessings.resume(id)).toMatchObject({ state: 'running', done: 1, total: 3, endedAt: null })
    log.close()
    log = openTestLog(path)
    expect(log.interruptedBatches).toEqual([id])
    expect(log.reprocessings.get(id)).toMatchObject({
      state: 'interrupted',
      problem: { code: 'process.ended' },
    })
    log.reprocessings.resume(id)
    const { waiting, recipe } = log.reprocessings.work(id)
    expect(waiting).toEqual(rows.slice(1).map(({ acquisitionEntry }) => acquisitionEntry))
    expect(recipe).toEqual(aRecipe)
  })

  it('takes each measurement once, together or not at all', () => {
    const rows = ['P-1', 'P-2'].map((name) => measured(name))
    const { id } = log.reprocessings.start(aBatch(rows.map(({ acquisitionEntry }) => acquisitionEntry)))
    log.reprocessings.record(id, rows.slice(0, 1))
    expect(() => {
      log.reprocessings.record(id, [rows[1]!, rows[0]!])
    }).toThrow()
    expect(log.reprocessings.get(id).done).toBe(1)
  })

  it('is the only one, and finished for good', () => {
    const { acquisitionEntry } = measured('P-1')
    const { id } = log.reprocessings.start(aBatch([acquisitionEntry]))
    expect(() => log.reprocessings.start(aBatch([acquisitionEntry]))).toThrow('Another batch')
    expect(log.reprocessings.end(id, { state: 'finished', problem: null, workedMs: 5 })).toMatchObject({
      ...{ state: 'finished', workedMs: 5 },
    })
    expect(() => log.reprocessings.resume(id)).toThrow('finished')
  })

  it('holds no word of a model on spectra that it may not judge', () => {
    const row = measured('P-1', { modelSimulated: false })
    const real = { ...model, simulated: false }
    const { id } = log.reprocessings.start({ ...aBatch([row.acquisitionEntry]), model: real })
    expect(() => {
      log.reprocessings.record(id, [row])
    }).toThrow()
    const problem = { code: 'acquisition.originMismatch', message: 'It may not.' } as const
    const nothing = {
      said: null,
      probability: null,
      pass: null,
      same: null,
      modelHash: null,
      modelSimulated: null,
    }
    log.reprocessings.record(id, [{ ...row, ...nothing, verdict: 'refused', problem }])
    expect(log.reprocessedResults.outcome(id)).toMatchObject([
      { verdicts: { computed: 0, refused: 1 }, problems: [{ message: 'It may not.', count: 1 }] },
    ])
  })

  it('never is the answer of a case', () => {
    const row = measured('P-1', { said: 'benign', probability: 0.01 })
    const { lesionId, acquisitionId } = log.reprocessings.measurement(row.acquisitionEntry)
    const before = log.cases.open(lesionId)
    const { id } = log.reprocessings.start(aBatch([row.acquisitionEntry]))
    log.reprocessings.record(id, [row])
    expect(log.cases.open(lesionId)).toEqual(before)
    expect(log.results.newestOfAcquisition(acquisitionId)?.id).toBe(row.resultId)
    expect(log.verify()).toMatchObject({ findings: [] })
  })

  it('is told as a whole: who says what, how far, and whose answer changes', () => {
    const rows = [
      measured('P-1', { same: true, probability: 0.1 + 0.2, spectrumDifference: 0 }),
      measured('P-2', { said: 'benign', probability: 0.05 }),
      measured('P-3', { said: 'quality', probability: null, pass: false, gates: ['saturation'] }),
    ]
    const { id } = log.reprocessings.start(aBatch(rows.map(({ acquisitionEntry }) => acquisitionEntry)))
    log.reprocessings.record(id, rows)
    const [outcome, ...others] = log.reprocessedResults.outcome(id)
    expect(others).toEqual([])
    expect(outcome).toMatchObject({
      ...{ origin: 'simulated', measurements: 3, same: 1, cells: 40 },
      greatestChange: 0.1 + 0.2 - 0.05,
      spectra: { compared: 3, greatest: 0.25 },
      probabilities: [
        [12, 2, 1],
        [12, 12, 1],
      ],
    })
    expect(outcome?.confusion).toHaveLength(3)
    expect(outcome?.quality).toEqual([
      { stored: true, again: false, count: 1 },
      { stored: true, again: true, count: 2 },
    ])
    const changed = log.reprocessedResults.changed(id, { cursor: 0, limit: 1 })
    expect(changed).toMatchObject([{ pseudonym: 'P-2', again: { said: 'benign', probability: 0.05 } }])
    const rest = log.reprocessedResults.changed(id, { cursor: changed[0]!.entry, limit: 5 })
    expect(rest.map(({ pseudonym }) => pseudonym)).toEqual(['P-3'])
    expect([...log.reprocessedResults.lines(id)].map(({ pseudonym, gates }) => [pseudonym, gates])).toEqual([
      ['P-1', []],
      ['P-2', []],
      ['P-3', ['saturation']],
    ])
  })
})
