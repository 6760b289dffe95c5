import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Experiment } from '../../contract/learning'
import { parseRecipe } from '../../contract/recipe'
import { discardCheckpoint } from './asideTrainings'
import { exampleExperiment } from './exampleExperiment'
import { runExperiment, type ExperimentOptions, type ExperimentResult } from './runExperiment'
import type { TrainerTask, TrainingProgress } from './trainer'

/** So coarse that two of the four bands are hardly seen: it makes mistakes. */
const recipe = parseRecipe({
  name: 'coarse',
  steps: [
    { step: 'resample', lo: 600, hi: 1800, n: 10, kind: 'linear' },
    { step: 'snv', ddof: 0 },
  ],
})
const crossValidation = { folds: 4, repeats: 2 }
const learningCurve: Experiment['learningCurve'] = {
  shares: [1, 0.01, 0.25],
  systems: ['pca-lda', 'logistic'],
}

/** Runs with a trainer that notes each training. */
async function noted(changes: Partial<Experiment>, checkpoint?: string, options?: ExperimentOptions) {
  const task = await exampleExperiment({ recipe, ...changes })
  const { trainer } = task
  const trainings: TrainerTask[] = []
  task.trainer = {
    name: trainer.name,
    train(own) {
      trainings.push(own)
      return trainer.train(own)
    },
  }
  const running = runExperiment({ ...task, ...(checkpoint !== undefined && { checkpoint }) }, options)
  return { trainings, result: await running.catch((error: unknown) => error as Error) }
}

describe('a run with cross-validation and a learning curve', { timeout: 120_000 }, () => {
  const progress: TrainingProgress[] = []
  let folder: string
  let alone: ExperimentResult
  let result: ExperimentResult
  let trainings: TrainerTask[]
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'stokes-aside-'))
    alone = await runExperiment(await exampleExperiment({ recipe }))
    const all = await noted({ crossValidation, learningCurve }, undefined, {
      onProgress: (point) => progress.push(point),
    })
    if (all.result instanceof Error) throw all.result
    ;({ result, trainings } = { ...all, result: all.result })
  }, 120_000)
  afterAll(() => rm(folder, { recursive: true }))

  it('comes to the same model and the same figures of it as without', () => {
    const { crossValidation: _, learningCurve: __, ...report } = result.report
    expect(report).toEqual(alone.report)
    expect(result.model!.onnx).toEqual(alone.model!.onnx)
  })

  it('holds every patient out once in each repeat, and never learns from whom it judges', () => {
    const patientsOf = (rows: TrainerTask['fit']['rows']) => new Set(rows.map(({ patient }) => patient))
    const folds = trainings.slice(1, 9)
    for (const { fit, watched } of folds) {
      const learntFrom = patientsOf(fit.rows)
      expect([...patientsOf(watched.rows)].filter((patient) => learntFrom.has(patient))).toEqual([])
      expect(learntFrom.has('p0')).toBe(false)
    }
    const {
      folds: count,
      repeats,
      ofRepeats,
      spread,
      metrics,
      intervals,
      baselineMetadataOnly,
    } = result.report.crossValidation!
    expect([count, repeats, ofRepeats.length]).toEqual([4, 2, 2])
    expect(metrics.auc).toBeGreaterThan(0.65)
    expect(metrics.auc).toBeCloseTo((ofRepeats[0]!.auc! + ofRepeats[1]!.auc!) / 2, 12)
    expect(intervals.brier![0]).toBeLessThan(metrics.brier!)
    expect(intervals.brier![1]).toBeGreaterThan(metrics.brier!)
    expect(spread.auc!.least).toBeLessThanOrEqual(spread.auc!.mean)
    expect(spread.brier!.standardDeviation).toBeGreaterThan(0)
    expect(baselineMetadataOnly!.metrics.auc).toBeLessThan(0.65)
    expect(baselineMetadataOnly!.aucDifference.interval![0]).toBeGreaterThan(0)
  })

  it('learns from growing numbers of patients, and says where there were too few', () => {
    const [own, other] = result.report.learningCurve!
    expect([own!.system, other!.system]).toEqual(['pca-lda', 'logistic'])
    for (const { points } of [own!, other!]) {
      expect(points.map(({ patients }) => patients)).toEqual([1, 26, 102])
      expect(points.map(({ spectra }) => spectra)).toEqual([2, 52, 204])
      expect(points[0]!.auc).toBeNull()
      expect(points[2]!.auc).toBeGreaterThan(0.65)
      expect(points[2]!.interval![0]).toBeLessThan(points[2]!.auc!)
    }
    // All of the patients: the model of the run, which is not trained again.
    expect(own!.points[2]!.auc).toBe(result.report.metrics.auc)
    expect(trainings).toHaveLength(1 + 8 + 1)
  })

  it('tells of each training that is done', () => {
    const of = (stage: string) => progress.flatMap((point) => (point.stage === stage ? [point.step] : []))
    expect(of('crossValidation')).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
    expect(of('learningCurve')).toEqual([1, 2, 3, 4, 5, 6])
  })

  it('goes on from the fold that it was in, and comes to the same', async () => {
    const checkpoint = join(folder, 'state')
    const controller = new AbortController()
    const begun = await noted({ crossValidation, learningCurve }, checkpoint, {
      signal: controller.signal,
      onProgress: ({ stage, step }) => {
        if (stage === 'crossValidation' && step === 3) controller.abort(new Error('enough'))
      },
    })
    expect((begun.result as Error).message).toBe('enough')
    expect(begun.trainings).toHaveLength(1 + 3)
    const states = begun.trainings.map((task) => task.checkpoint)
    expect(new Set(states).size).toBe(4)
    expect(states[0]).toBe(checkpoint)
    // What is done is a result; its state is not needed any more.
    for (const state of states.slice(1)) {
      expect(existsSync(state!)).toBe(false)
      expect(existsSync(`${state!}.json`)).toBe(true)
    }

    const resumed = await noted({ crossValidation, learningCurve }, checkpoint)
    expect(resumed.trainings).toHaveLength(1 + 5 + 1)
    expect((resumed.result as ExperimentResult).report).toEqual(result.report)

    await rm(checkpoint)
    const other = await noted({ crossValidation, seed: 4 }, checkpoint)
    expect(other.trainings).toHaveLength(1 + 8)

    await discardCheckpoint(checkpoint)
    expect(await readdir(folder)).toEqual([])
  })

  it('says before anything is learnt that the patients are too few for the folds', async () => {
    const task = await exampleExperiment({ crossValidation: { folds: 20, repeats: 1 }, classes: 'subtypes' })
    const running = runExperiment({
      ...task,
      // 60 are left, 3 a fold, of four classes.
      hiddenPatients: Array.from({ length: 100 }, (_, patient) => `p${patient}`),
      trainer: { name: 'pca-lda', train: () => Promise.reject(new Error('It learns.')) },
    })
    await expect(running).rejects.toMatchObject({ code: 'dataset.tooSmall' })
  })
})
