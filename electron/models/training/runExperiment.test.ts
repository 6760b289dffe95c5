import { beforeAll, describe, expect, it } from 'vitest'
import { parseRecipe } from '../../contract/recipe'
import type { Experiment } from '../../contract/learning'
import { dataSetHash } from '../datasets/dataSetHash'
import { bandedDataSet } from './exampleDataSet'
import { runExperiment, type ExperimentResult, type ExperimentTask } from './runExperiment'
import { trainerFor } from './trainerFor'

const recipe = parseRecipe({
  name: 'short',
  steps: [
    { step: 'resample', lo: 600, hi: 1800, n: 100, kind: 'linear' },
    { step: 'snv', ddof: 0 },
  ],
})
const dataSet = bandedDataSet(160)

async function aTask(changes: Partial<Experiment> = {}): Promise<ExperimentTask> {
  const experiment: Experiment = {
    dataSetHash: dataSetHash(dataSet),
    system: 'pca-lda',
    settings: {},
    recipe,
    seed: 3,
    classes: 'asLabelled',
    groupBy: [],
    operatingRule: { name: 'sensitivity', sensitivity: 0.9 },
    sitePrevalence: null,
    ...changes,
  }
  return {
    name: 'a run',
    experiment,
    dataSet,
    hiddenPatients: ['p0', 'p1'],
    trainer: await trainerFor(experiment),
    metadata: await trainerFor({ system: 'metadata', settings: {} }),
  }
}

describe('a run', { timeout: 60_000 }, () => {
  let result: ExperimentResult
  beforeAll(async () => {
    result = await runExperiment(await aTask())
  }, 60_000)

  it('has each patient in one part, and the hidden ones in none', () => {
    const patients = Object.values(result.split.patients).flat()
    expect(new Set(patients).size).toBe(patients.length)
    expect(patients).toHaveLength(158)
    expect(patients).not.toContain('p0')
    const heldOut = new Set(result.split.patients.heldOut)
    expect(result.predictions.every(({ patient }) => heldOut.has(patient))).toBe(true)
    expect(result.report.n).toBe(2 * heldOut.size)
  })

  it('finds what there is to find, and says what age and sex alone would', () => {
    expect(result.report.metrics.auc).toBeGreaterThan(0.95)
    expect(result.report.distinguishable).toBe(true)
    expect(result.report.baselineMetadataOnly!.metrics.auc).toBeLessThan(0.8)
    expect(result.report.caveats.join(' ')).toContain('Simulated patients')
    expect(result.model).toMatchObject({ classes: ['benign', 'malignant'], malignant: ['malignant'] })
  })

  it('comes to the same again', async () => {
    const again = await runExperiment(await aTask())
    expect(again.report).toEqual(result.report)
    expect(again.model!.onnx).toEqual(result.model!.onnx)
    expect((await runExperiment(await aTask({ seed: 4 }))).split).not.toEqual(result.split)
  })

  it('tells as many classes apart as there are, and knows which of them are malignant', async () => {
    const { report, model, predictions } = await runExperiment(await aTask({ classes: 'subtypes' }))
    expect(report.confusion).toHaveLength(4)
    expect(model!.malignant).toEqual(['carcinoma', 'melanoma'])
    for (const { probabilities } of predictions)
      expect(probabilities.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5)
    const dysplastic = await runExperiment(await aTask({ classes: 'withDysplastic' }))
    expect(dysplastic.model!.malignant).toEqual(['malignant'])
  })

  it('of a system that reads no spectra comes to figures and no model', async () => {
    const { model, report } = await runExperiment(await aTask({ system: 'metadata' }))
    expect(model).toBeNull()
    expect(report.baselineMetadataOnly).toBeNull()
    expect(report.metrics.auc).toBeLessThan(0.8)
  })

  it('ends with the reason for which it is to end', async () => {
    const controller = new AbortController()
    const running = runExperiment(await aTask(), {
      signal: controller.signal,
      onSplit: () => {
        controller.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
  })

  it('refuses a recipe that leaves the axis of the instrument before anything is learnt', async () => {
    const snv = parseRecipe({ name: 'snv', steps: [{ step: 'snv' }] })
    await expect(runExperiment(await aTask({ recipe: snv }))).rejects.toMatchObject({
      code: 'model.wrongRecipe',
    })
  })
})

it('refuses a setting that a system does not take', async () => {
  await expect(trainerFor({ system: 'logistic', settings: { lambda: 1 } })).rejects.toMatchObject({
    code: 'usage.invalid',
    message: expect.stringContaining('lambda') as string,
  })
})
