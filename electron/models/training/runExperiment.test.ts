import { beforeAll, describe, expect, it } from 'vitest'
import { parseRecipe } from '../../contract/recipe'
import { exampleExperiment } from './exampleExperiment'
import { runExperiment, type ExperimentResult } from './runExperiment'
import { trainerFor } from './trainerFor'

describe('a run', { timeout: 60_000 }, () => {
  let result: ExperimentResult
  beforeAll(async () => {
    result = await runExperiment(await exampleExperiment())
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

  it('reads each class where its bands lie', () => {
    const { method, grid, classes } = result.classMaps!
    const heldOut = (label: number) => result.predictions.filter(({ target }) => target === label)
    expect(method).toBe('gradient-input')
    expect(classes.map(({ spectra }) => spectra)).toEqual([heldOut(0).length, heldOut(1).length])
    // Of the benign lesions at 800 and 1020 cm-1, of the malignant ones at 1240 and 1460.
    const near = (map: number[], ...middles: number[]) =>
      map.reduce(
        (sum, value, point) => sum + (middles.some((each) => Math.abs(grid[point]! - each) < 60) ? value : 0),
        0,
      ) / map.reduce((sum, value) => sum + value, 0)
    // Of a fifth of the axis.
    expect(near(classes[0]!.map!, 800, 1020)).toBeGreaterThan(0.35)
    expect(near(classes[1]!.map!, 1240, 1460)).toBeGreaterThan(0.35)
  })

  it('comes to the same again', async () => {
    const again = await runExperiment(await exampleExperiment())
    expect(again.report).toEqual(result.report)
    expect(again.model!.onnx).toEqual(result.model!.onnx)
    expect((await runExperiment(await exampleExperiment({ seed: 4 }))).split).not.toEqual(result.split)
  })

  it('tells as many classes apart as there are, and knows which of them are malignant', async () => {
    const { report, model, predictions, classMaps } = await runExperiment(
      await exampleExperiment({ classes: 'subtypes', sitePrevalence: 0.1 }),
    )
    expect(report.confusion).toHaveLength(4)
    expect(model!.malignant).toEqual(['carcinoma', 'melanoma'])
    // Its band is what each class is known by.
    const bands = { naevus: 800, 'dysplastic naevus': 1020, melanoma: 1240, carcinoma: 1460 }
    for (const { name, map, right } of classMaps!.classes) {
      expect(right).toBeGreaterThan(5)
      const highest = classMaps!.grid[map!.indexOf(Math.max(...map!))]!
      expect(Math.abs(highest - bands[name as keyof typeof bands])).toBeLessThan(30)
    }
    const { malignancy } = report
    expect(malignancy!.classes.map(({ name }) => name)).toEqual(['benign', 'malignant'])
    expect(malignancy!.metrics.auc).toBeGreaterThan(0.95)
    expect(malignancy!.operatingPoint).toMatchObject({ threshold: model!.threshold })
    expect(malignancy!.operatingPoint.rule).toContain('sensitivity of at least 0.9')
    expect(malignancy!.prevalence!.calibratedAt).toBeCloseTo(0.5, 1)
    for (const { probabilities } of predictions)
      expect(probabilities.reduce((sum, share) => sum + share)).toBeCloseTo(1, 5)
    const dysplastic = await runExperiment(await exampleExperiment({ classes: 'withDysplastic' }))
    expect(dysplastic.model!.malignant).toEqual(['malignant'])
  })

  it('leaves unanswered what it is least sure of, where it is asked to', async () => {
    // So coarse that it makes mistakes.
    const steps = [{ step: 'resample', lo: 600, hi: 1800, n: 10, kind: 'linear' }]
    const asked = { answered: 0.8, recipe: parseRecipe({ name: 'coarse', steps }) }
    const { report, model } = await runExperiment(await exampleExperiment(asked))
    const { leastSureness, answered, metrics } = report.abstention!
    expect(model!.leastSureness).toBe(leastSureness)
    expect(leastSureness).toBeGreaterThan(0)
    expect(answered).toBeGreaterThan(0.6)
    expect(answered).toBeLessThan(0.95)
    expect(metrics.accuracy!).toBeGreaterThan(report.metrics.accuracy!)
    expect(report.caveats.join(' ')).toContain('not sure enough to answer')
    expect(result.report.abstention).toBeUndefined()
    const several = await runExperiment(await exampleExperiment({ ...asked, classes: 'subtypes' }))
    expect(several.report.abstention).toBeUndefined()
    expect(several.report.malignancy!.abstention!.leastSureness).toBe(several.model!.leastSureness)
  })

  it('of a system that reads no spectra comes to figures and no model', async () => {
    const { model, report, classMaps } = await runExperiment(await exampleExperiment({ system: 'metadata' }))
    expect(model).toBeNull()
    expect(classMaps).toBeNull()
    expect(report.baselineMetadataOnly).toBeNull()
    expect(report.metrics.auc).toBeLessThan(0.8)
  })

  it('ends with the reason for which it is to end', async () => {
    const controller = new AbortController()
    const running = runExperiment(await exampleExperiment(), {
      signal: controller.signal,
      onSplit: () => {
        controller.abort(new Error('enough'))
      },
    })
    await expect(running).rejects.toThrow('enough')
  })

  it('refuses a recipe that leaves the axis of the instrument before anything is learnt', async () => {
    const snv = parseRecipe({ name: 'snv', steps: [{ step: 'snv' }] })
    await expect(runExperiment(await exampleExperiment({ recipe: snv }))).rejects.toMatchObject({
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
