import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  dataSetDetailSchema,
  modelRecordSchema,
  runDetailSchema,
  shadowComparisonSchema,
} from '../../contract/learning'
import {
  addLesion,
  aFrame,
  anAnswer,
  aRecipe,
  openTestLog,
  startAcquisition,
  temporaryFolder,
} from '../fixtures'
import { A_SPLIT, addDataSet, aHash, anExperiment, aReport, finishRun, queueRun } from '../learningFixtures'
import type { CaseLog } from '../openCaseLog'

let log: CaseLog
let remove: () => void
let path: string

beforeEach(() => {
  const temporary = temporaryFolder()
  remove = temporary.remove
  path = join(temporary.folder, 'cases.db')
  log = openTestLog(path)
})
afterEach(() => {
  log.close()
  remove()
})

const coded = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) as string }) as Error
const signed = () => ({ operatorId: log.operators.ensure('Ada').id, reason: 'better' })

describe('a data set', () => {
  it('is given back as it was frozen, and is added once', () => {
    const added = addDataSet(log)
    expect(dataSetDetailSchema.parse(added)).toEqual(added)
    expect(addDataSet(log)).toEqual(added)
    const { inspection: _inspection, ...summary } = added
    expect(log.learning.dataSets.list()).toEqual([summary])
    expect(log.learning.dataSets.patients(added.hash)).toEqual(['p1', 'p2', 'p3', 'p4', 'p5'])
  })
})

describe('an external test set', () => {
  it('is seen by no run, nor is any of its patients', () => {
    addDataSet(log)
    const external = addDataSet(log, { hash: aHash('e'), patients: ['p5', 'p9'] })
    expect(log.learning.externalSets.holdOut(external.hash, signed()).external).toEqual({ looks: 0 })
    expect(log.learning.externalSets.hiddenPatients().sort()).toEqual(['p5', 'p9'])
    expect(() => queueRun(log, { dataSetHash: external.hash })).toThrow(coded('dataset.invalid'))
    const { id } = queueRun(log)
    expect(() => {
      log.learning.runs.addSplit(id, A_SPLIT)
    }).toThrow(coded('internal.unexpected', 'external test set'))
    log.learning.runs.addSplit(id, { ...A_SPLIT, heldOut: [] })
  })

  it('is none that a run has seen, in whole or in part', () => {
    addDataSet(log)
    finishRun(log, aHash('c'))
    expect(() => log.learning.externalSets.holdOut(aHash('a'), signed())).toThrow(coded('dataset.invalid'))
    const other = addDataSet(log, { hash: aHash('b'), patients: ['p5'] })
    expect(() => log.learning.externalSets.holdOut(other.hash, signed())).toThrow(
      coded('dataset.invalid', '1 of its patients'),
    )
  })

  it('counts the looks', () => {
    const { hash: dataSetHash } = addDataSet(log)
    const look = { dataSetHash, modelHash: aHash('c'), operatorId: signed().operatorId }
    expect(() => {
      log.learning.externalSets.addLook(look)
    }).toThrow(coded('storage.notFound'))
    log.learning.externalSets.holdOut(dataSetHash, signed())
    log.learning.externalSets.addLook(look)
    log.learning.externalSets.addLook(look)
    expect(log.learning.dataSets.get(dataSetHash).external).toEqual({ looks: 2 })
    expect(log.learning.externalSets.looks(dataSetHash)).toMatchObject([
      { operatorName: 'Ada' },
      { modelHash: aHash('c') },
    ])
  })
})

describe('a run', () => {
  beforeEach(() => {
    addDataSet(log)
  })

  it('goes through the queue in turn, one at a time', () => {
    const { runs } = log.learning
    const first = queueRun(log)
    const second = queueRun(log)
    expect(runs.next()?.id).toBe(first.id)
    runs.start(first.id)
    expect(runs.next()).toBeNull()
    expect(() => runs.start(second.id)).toThrow(coded('storage.duplicate'))
    runs.end(first.id, { state: 'interrupted', problem: null, wallTimeMs: 5 })
    runs.resume(first.id)
    expect(runs.next()?.id).toBe(second.id)
  })

  it('keeps its split, its curve and what came of it', () => {
    const { runs } = log.learning
    const { id } = queueRun(log)
    runs.start(id)
    runs.addSplit(id, A_SPLIT)
    const point = { stage: 'epoch', steps: 2, loss: 0.5, watchedLoss: null, at: '2026-01-01T00:00:00.000Z' }
    runs.addProgress(id, { ...point, step: 1 })
    runs.addProgress(id, { ...point, step: 2 })
    runs.end(id, { state: 'interrupted', problem: null, wallTimeMs: 400 })
    runs.resume(id)
    runs.start(id)
    runs.addSplit(id, A_SPLIT)
    runs.addProgress(id, { ...point, step: 2, loss: 0.25 })
    runs.finish(id, { report: aReport(), engine: 'onnx-cpu', wallTimeMs: 600, modelHash: aHash('c') })
    const detail = runs.detail(id)
    expect(runDetailSchema.omit({ report: true }).parse(detail)).toBeTruthy()
    expect(detail).toMatchObject({
      state: 'finished',
      wallTimeMs: 1000,
      engine: 'onnx-cpu',
      auc: { value: 0.8, interval: [expect.closeTo(0.7), expect.closeTo(0.9)] as never },
      distinguishable: true,
      modelHash: aHash('c'),
      split: { fit: 2, earlyStopping: 1, calibration: 1, heldOut: 1 },
      report: aReport(),
      experiment: anExperiment(),
    })
    expect(detail.progress.map(({ step, loss }) => [step, loss])).toEqual([
      [1, 0.5],
      [2, 0.25],
    ])
    expect(runs.split(id)).toEqual(A_SPLIT)
  })

  it('has each patient in one part', () => {
    const { runs } = log.learning
    const { id } = queueRun(log)
    expect(() => {
      runs.addSplit(id, { ...A_SPLIT, heldOut: ['p1'] })
    }).toThrow(coded('dataset.patientInTwoParts', 'p1'))
    expect(runs.detail(id).split).toBeNull()
    expect(() => {
      runs.addSplit(id, { ...A_SPLIT, heldOut: ['nobody'] })
    }).toThrow(coded('internal.unexpected', 'one of its data set'))
  })

  it('leaves no model where it does not finish, and nothing changes once it has', () => {
    const { runs, models } = log.learning
    const { id } = queueRun(log)
    expect(() =>
      runs.finish(id, { report: aReport(), engine: 'x', wallTimeMs: 1, modelHash: aHash('c') }),
    ).toThrow(coded('usage.invalid'))
    runs.start(id)
    runs.end(id, {
      state: 'failed',
      problem: { code: 'storage.diskFull', message: 'full' },
      wallTimeMs: 1,
    })
    expect(runs.get(id).problem).toEqual({ code: 'storage.diskFull', message: 'full' })
    expect(models.list()).toEqual([])
    const finished = finishRun(log, aHash('c'))
    expect(() => runs.resume(finished.id)).toThrow(coded('usage.invalid', 'finished'))
    // A second model of one hash is refused, and its run with it.
    expect(() => finishRun(log, aHash('c'))).toThrow(coded('storage.duplicate'))
    expect(runs.list()[0]!.state).toBe('running')
  })

  it('that ran when the program ended is found interrupted', () => {
    const { id } = queueRun(log)
    log.learning.runs.start(id)
    log.close()
    log = openTestLog(path)
    expect(log.interruptedRuns).toEqual([id])
    expect(log.learning.runs.get(id)).toMatchObject({
      state: 'interrupted',
      problem: { code: 'training.interrupted' },
    })
    log.learning.runs.resume(id)
    expect(log.learning.runs.get(id)).toMatchObject({ state: 'queued', problem: null })
  })
})

describe('a model', () => {
  beforeEach(() => {
    addDataSet(log)
    finishRun(log, aHash('c'))
    finishRun(log, aHash('d'))
  })

  it('begins as a candidate, signed by who started its run', () => {
    const [newest] = log.learning.models.list()
    expect(modelRecordSchema.parse(newest)).toEqual(newest)
    expect(newest).toMatchObject({
      hash: aHash('d'),
      state: 'candidate',
      research: true,
      history: [{ action: 'registered', from: null, to: 'candidate', operatorName: 'Ada' }],
    })
  })

  it('serves alone, and gives way in the same transaction', () => {
    const { models } = log.learning
    const promote = { to: 'serving', action: 'promoted', ...signed() } as const
    models.change([{ ...promote, modelHash: aHash('c'), from: 'candidate' }])
    expect(() => {
      models.change([{ ...promote, modelHash: aHash('d'), from: 'candidate' }])
    }).toThrow(coded('internal.unexpected', 'one model serves'))
    models.change([
      { modelHash: aHash('c'), from: 'serving', to: 'retired', action: 'replaced', ...signed() },
      { ...promote, modelHash: aHash('d'), from: 'candidate' },
    ])
    expect(models.get(aHash('c')).state).toBe('retired')
    expect(models.get(aHash('d')).state).toBe('serving')
    expect(() => {
      models.change([
        { ...promote, modelHash: aHash('c'), from: 'retired', action: 'restored' },
        { modelHash: aHash('d'), from: 'serving', to: 'retired', action: 'rolledBack', ...signed() },
      ])
    }).toThrow()
    expect(models.get(aHash('c')).state).toBe('retired')
  })

  it('changes from the state that it has, for a reason', () => {
    const { models } = log.learning
    const retire = { modelHash: aHash('c'), to: 'retired', action: 'retired', ...signed() } as const
    expect(() => {
      models.change([{ ...retire, from: 'shadow' }])
    }).toThrow(coded('usage.invalid'))
    expect(() => {
      models.change([{ ...retire, from: 'candidate', reason: '' }])
    }).toThrow(coded('usage.invalid'))
  })
})

describe('a shadow', () => {
  beforeEach(() => {
    addDataSet(log)
    addDataSet(log, { hash: aHash('b'), origin: 'instrument' })
    finishRun(log, aHash('c'))
    finishRun(log, aHash('d'), { dataSetHash: aHash('b') })
  })

  function answered() {
    const { lesionId, operatorId } = addLesion(log)
    const { id: acquisitionId } = startAcquisition(log, { lesionId, operatorId })
    const frames = [log.frames.append(acquisitionId, aFrame(1), 'sample')]
    log.acquisitions.finish(acquisitionId, { status: 'complete' })
    log.results.add({ acquisitionId, frames, recipe: aRecipe, answer: anAnswer() })
    return { acquisitionId, lesionId, operatorId }
  }

  it('is compared with what was answered and with what was found', () => {
    const { acquisitionId, lesionId, operatorId } = answered()
    const result = {
      acquisitionId,
      modelHash: aHash('c'),
      probability: 0.1,
      label: 'benign',
      problem: null,
    } as const
    log.learning.shadowResults.add(result)
    log.diagnoses.add({
      lesionId,
      operatorId,
      label: 'benign',
      lesionClass: 'naevus',
      source: 'histopathology',
    })
    const compared = log.learning.shadowResults.compare(aHash('c'))
    expect(shadowComparisonSchema.parse(compared)).toEqual(compared)
    expect(compared).toMatchObject({
      acquisitions: 1,
      judged: 1,
      agreed: 0,
      withHistopathology: 1,
      servingRight: 0,
      shadowRight: 1,
      cases: [{ acquisitionId, shadowLabel: 'benign', servingLabel: 'malignant', histopathology: 'benign' }],
    })
    expect(() => {
      log.learning.shadowResults.add(result)
    }).toThrow(coded('storage.duplicate'))
  })

  it('judges its own kind alone', () => {
    const { acquisitionId } = answered()
    expect(() => {
      log.learning.shadowResults.add({
        acquisitionId,
        modelHash: aHash('d'),
        probability: 0.1,
        label: 'benign',
        problem: null,
      })
    }).toThrow(coded('internal.unexpected', 'simulated patients never judges'))
  })
})
