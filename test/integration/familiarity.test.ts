import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordedFrame } from '../../electron/analysis/frames/measuredFrame'
import type { Answer } from '../../electron/contract/answer'
import type { Origin } from '../../electron/contract/frame'
import { experimentSchema } from '../../electron/contract/learning'
import { Analysis } from '../../electron/instrument/services/analysis'
import { trainToFolder } from '../../electron/instrument/services/learning/trainToFolder'
import { loadRecipe } from '../../electron/instrument/services/loadRecipe'
import { openServingModel } from '../../electron/instrument/services/servingModel'
import type { DataSet } from '../../electron/models/datasets/dataSet'
import { dataSetHash } from '../../electron/models/datasets/dataSetHash'
import { openModelBundle } from '../../electron/models/registry/openModelBundle'
import { simulateCohort } from '../../electron/simulator/cohort/simulateCohort'
import { COHORT_GRID, gridWavenumbers } from '../../electron/simulator/cohort/wavenumberGrid'

const axis = gridWavenumbers(COHORT_GRID)

function simulatedDataSet(patients: number): DataSet {
  const cohort = [...simulateCohort({ patients, seed: 5 })]
  const spectra = new Float64Array(cohort.length * axis.length)
  cohort.forEach(({ spectrum }, row) => {
    spectra.set(spectrum, row * axis.length)
  })
  const unknown = { age: null, sex: null, bodySite: null, skinType: null }
  return {
    name: 'simulated',
    origin: 'simulated',
    classes: ['benign', 'malignant'],
    axis,
    rows: cohort.map(({ patient, label, class: lesionClass }) => ({
      ...unknown,
      id: patient,
      patient,
      label,
      lesionClass,
      instrument: null,
      takenAt: null,
    })),
    spectra,
    patientsKnown: true,
  }
}

describe('a model that was trained here', { timeout: 120_000 }, () => {
  let root: string
  let folder: string
  let spectra: Float64Array[]
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'stokes-familiar-'))
    folder = join(root, 'model')
    const dataSet = simulatedDataSet(300)
    const hash = dataSetHash(dataSet)
    const experiment = experimentSchema.parse({
      dataSetHash: hash,
      system: 'pca-lda',
      recipe: await loadRecipe('baseline-first'),
      seed: 1,
    })
    await trainToFolder({ folder, data: { dataSet, hash }, experiment }, {})
    spectra = [...simulateCohort({ patients: 40, seed: 6 })].map(({ spectrum }) => spectrum)
  }, 120_000)
  afterAll(() => rm(root, { recursive: true }))

  /** What it says of spectra of a microscope. */
  async function answers(of: readonly Float64Array[], model = folder, origin: Origin = 'simulated') {
    const analysis = new Analysis(await openServingModel({ model, engine: 'onnx-cpu' }), 'test')
    const device = { origin, badPixels: [], saturationCounts: 1e9 }
    const measured = of.map((frame) => ({
      device,
      wavenumbers: axis,
      frames: [recordedFrame(frame)],
      darkFrames: [],
    }))
    const answered = await analysis.answerAll(measured, { bands: false })
    return answered.map(({ answer }) => answer)
  }
  const distanceOf = ({ quality }: Answer) => quality.figures.find(({ gate }) => gate === 'familiarity')
  /** Light of something that no skin holds. */
  const foreign = () =>
    spectra.map((spectrum) => {
      const height = 0.5 * Math.max(...spectrum)
      return spectrum.map((value, i) => value + height * Math.exp(-(((axis[i]! - 1150) / 20) ** 2)))
    })

  it('answers on what is like the spectra that it learnt from', async () => {
    const said = await answers(spectra)
    const familiar = said.filter((answer) => distanceOf(answer)!.pass)
    expect(familiar.length).toBeGreaterThanOrEqual(34)
    for (const answer of said) expect(answer.probability === null).toBe(!answer.quality.pass)
    expect(said.filter(({ probability }) => probability !== null).length).toBeGreaterThanOrEqual(30)
  })

  it('says nothing of what is unlike them, and why', async () => {
    for (const answer of await answers(foreign())) {
      expect(answer).toMatchObject({ withheld: 'quality', probability: null, label: null, saliency: null })
      const reason = answer.quality.reasons.find(({ gate }) => gate === 'familiarity')
      expect(reason!.message).toMatch(
        /^Repeat, because the spectrum is unlike those that the model learnt from/,
      )
      expect(distanceOf(answer)!.value).toBeGreaterThan(1)
    }
  })

  it('is no judge of real spectra, familiar or not: they are a demonstration', async () => {
    for (const answer of await answers(foreign(), folder, 'instrument')) {
      expect(distanceOf(answer)).toBeUndefined()
      expect(answer.probability).toBeNull()
    }
  })

  it('that ships has no such test, and answers as before', async () => {
    const [answer] = await answers(spectra.slice(0, 1), 'cnn5-simulated')
    expect(distanceOf(answer!)).toBeUndefined()
  })

  it('says nothing where it is not sure enough, and why', async () => {
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as {
      threshold: number
    }
    const unsure = join(root, 'unsure')
    await cp(folder, unsure, { recursive: true })
    await writeFile(join(unsure, 'manifest.json'), JSON.stringify({ ...manifest, leastSureness: 0.5 }))
    const [all, sure] = [await answers(spectra), await answers(spectra, unsure)]
    const logit = (share: number) => Math.log(share / (1 - share))
    let unanswered = 0
    for (const [index, { probability, label }] of all.entries()) {
      if (probability === null) continue
      const tells = Math.abs(logit(probability) - logit(manifest.threshold)) >= 0.5
      expect(sure[index]).toMatchObject(
        tells
          ? { probability, label, withheld: null }
          : { probability: null, label: null, withheld: 'quality' },
      )
      if (tells) continue
      unanswered += 1
      expect(sure[index]!.quality.reasons.at(-1)!.message).toMatch(
        /not sure enough to answer .* at least 0\.50/,
      )
    }
    expect(unanswered).toBeGreaterThan(2)
  })

  it('vouches for what is familiar with its hash, and for its own points alone', async () => {
    const path = join(folder, 'manifest.json')
    const manifest = JSON.parse(await readFile(path, 'utf8')) as { familiar: { limits: object } }
    const { hash } = await openModelBundle(folder)
    const opening = async (changes: object) => {
      await writeFile(path, JSON.stringify({ ...manifest, familiar: { ...manifest.familiar, ...changes } }))
      return openModelBundle(folder)
    }
    expect((await opening({})).hash).toBe(hash)
    expect((await opening({ limits: { hotelling: 9, residual: 9 } })).hash).not.toBe(hash)
    await expect(opening({ points: 7 })).rejects.toMatchObject({ code: 'model.invalidManifest' })
    await opening({})
  })
})
