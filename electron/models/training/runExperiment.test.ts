import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { beforeAll, describe, expect, it } from 'vitest'
import { parseRecipe } from '../../contract/recipe'
import type { Experiment } from '../../contract/learning'
import type { DataSet } from '../datasets/dataSet'
import { dataSetHash } from '../datasets/dataSetHash'
import { runExperiment, type ExperimentResult, type ExperimentTask } from './runExperiment'
import { trainerFor } from './trainerFor'

const recipe = parseRecipe({
  name: 'short',
  steps: [
    { step: 'resample', lo: 600, hi: 1800, n: 100, kind: 'linear' },
    { step: 'snv', ddof: 0 },
  ],
})
const LESIONS = ['naevus', 'dysplastic naevus', 'melanoma', 'carcinoma']

/** Two spectra of each patient; each class of lesions has a band of its own. */
function aDataSet(patients: number): DataSet {
  const random = xoroshiro128plus(11)
  const axis = Float64Array.from({ length: 160 }, (_, i) => 500 + 9 * i)
  const rows = Array.from({ length: 2 * patients }, (_, index) => {
    const kind = Math.floor(index / 2) % 4
    return {
      id: `s${index}`,
      patient: `p${Math.floor(index / 2)}`,
      label: kind < 2 ? 0 : 1,
      lesionClass: LESIONS[kind]!,
      age: 30 + Math.floor(40 * uniformFloat64(random)),
      sex: index % 3 === 0 ? 'female' : 'male',
      bodySite: null,
      skinType: 1 + (index % 6),
      instrument: null,
      takenAt: null,
    }
  })
  const spectra = new Float64Array(rows.length * axis.length)
  rows.forEach(({ lesionClass }, row) => {
    const middle = 800 + 220 * LESIONS.indexOf(lesionClass)
    axis.forEach((wavenumber, i) => {
      spectra[row * axis.length + i] =
        100 + 12 * Math.exp(-(((wavenumber - middle) / 25) ** 2)) + 10 * uniformFloat64(random)
    })
  })
  return {
    name: 'bands',
    origin: 'simulated',
    classes: ['benign', 'malignant'],
    axis,
    rows,
    spectra,
    patientsKnown: true,
  }
}

const dataSet = aDataSet(160)

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
