import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseRecipe } from '../../contract/recipe'
import { referenceForward } from '../inference/referenceForward'
import { loadModelBundle } from '../registry/loadModelBundle'
import { decodeWeights } from '../registry/decodeWeights'
import { trainShippedModel, type CohortSpectrum, type ShippedModelTask } from './trainShippedModel'

/*
 * A stand-in for a cohort: the malignant have a higher band at 1 450 cm-1, as easy to see as a class can be. What is
 * tested is the way from spectra to a bundle, not how good a model can get.
 */
const axis = Float64Array.from({ length: 1401 }, (_, i) => 500 + i)
function standIn(patients: number, seed: number): CohortSpectrum[] {
  const random = xoroshiro128plus(seed)
  return Array.from({ length: patients }, (_, n) => {
    const label = n % 2 === 0 ? 1 : 0
    const height = 1 + label + 0.3 * uniformFloat64(random)
    const spectrum = axis.map(
      (wavenumber) =>
        1 +
        Math.exp(-(((wavenumber - 1003) / 5) ** 2) / 2) +
        height * Math.exp(-(((wavenumber - 1450) / 12) ** 2) / 2) +
        0.05 * uniformFloat64(random),
    )
    return { patient: `P${n}`, label, class: label ? 'melanoma' : 'naevus', spectrum, oracleScore: height }
  })
}

const folders: string[] = []
const newFolder = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stokes-model-'))
  folders.push(folder)
  return folder
}
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))))

const task: Omit<ShippedModelTask, 'out'> = {
  name: 'stand-in',
  seed: 3,
  axis,
  cohort: standIn(80, 1),
  further: standIn(40, 2),
  cohortText: '80 patients that stand in for a cohort.',
  recipe: parseRecipe({
    name: 'test',
    steps: [{ step: 'resample', lo: 600, hi: 1799, n: 1200 }, { step: 'snv' }],
  }),
  software: 'test',
  settings: { batch: 8, epochs: 3, learningRate: 1e-3, patience: 3, augmentation: { shift: 1, noise: 0.05 } },
}

describe('trainShippedModel', () => {
  let folder: string
  beforeAll(async () => {
    folder = await newFolder()
    await trainShippedModel({ ...task, out: folder })
  }, 60_000)

  test('writes a bundle that loads and says what it is', async () => {
    const { manifest, grid, hash, reference } = await loadModelBundle(folder)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(manifest).toMatchObject({ name: 'stand-in', trainableParameters: 196_289 })
    expect(manifest.provenance.origin).toBe('simulated')
    expect(manifest.provenance.text).toContain('simulated patients only')
    expect(manifest.provenance.split).toEqual({ heldOut: 16, earlyStopping: 6, calibration: 6, fit: 52 })
    expect(manifest.figures.heldOut).toMatchObject({ patients: 16, malignant: 8, oracleAuc: 1 })
    expect(manifest.figures.further!.patients).toBe(40)
    expect([grid[0], grid[1199]]).toEqual([600, 1799])
    expect(reference).toHaveLength(6)
  })

  test('learns what is easy to see', async () => {
    const { manifest } = await loadModelBundle(folder)
    expect(manifest.figures.further!.auc).toBeGreaterThan(0.95)
  })

  test('writes weights whose outputs are the reference', async () => {
    const bundle = await loadModelBundle(folder)
    const weights = decodeWeights(bundle)
    for (const { spectrum, logit } of bundle.reference)
      expect(referenceForward(bundle.network, weights, Float32Array.from(spectrum)).logit).toBeCloseTo(
        logit,
        9,
      )
  })

  test('writes the same bytes again, and others with another seed', async () => {
    const [again, other] = [await newFolder(), await newFolder()]
    await trainShippedModel({ ...task, out: again })
    await trainShippedModel({ ...task, seed: 4, out: other })
    for (const file of ['manifest.json', 'model.json', 'weights.bin', 'model.onnx', 'reference.json']) {
      const first = await readFile(join(folder, file))
      expect(first.equals(await readFile(join(again, file))), file).toBe(true)
    }
    const { hash } = await loadModelBundle(folder)
    expect((await loadModelBundle(other)).hash).not.toBe(hash)
  }, 120_000)

  test('refuses a recipe that leaves another number of points', async () => {
    const recipe = parseRecipe({ name: 'short', steps: [{ step: 'crop', lo: 600, hi: 1000 }] })
    await expect(trainShippedModel({ ...task, recipe, out: folder })).rejects.toMatchObject({
      code: 'model.wrongShape',
    })
  })

  describe('loadModelBundle', () => {
    const damagedCopy = async (damage: (copy: string) => Promise<void>) => {
      const copy = await newFolder()
      await cp(folder, copy, { recursive: true })
      await damage(copy)
      return loadModelBundle(copy)
    }
    const edit = (file: string, change: (text: string) => string) => async (copy: string) => {
      const path = join(copy, file)
      await writeFile(path, change(await readFile(path, 'latin1')), 'latin1')
    }
    const damages: [string, (copy: string) => Promise<void>][] = [
      ['a changed weight', edit('weights.bin', (bytes) => 'x' + bytes.slice(1))],
      ['a changed graph', edit('model.onnx', (bytes) => bytes.slice(0, -1))],
      ['a changed seed', edit('manifest.json', (text) => text.replace('"seed": 3,', '"seed": 4,'))],
      ['a manifest cut short', edit('manifest.json', (text) => text.slice(0, 200))],
      ['a missing file', (copy) => rm(join(copy, 'reference.json'))],
    ]
    test.each(damages)('refuses %s', async (_, damage) => {
      await expect(damagedCopy(damage)).rejects.toMatchObject({ code: 'model.damaged' })
    })

    test('says where there is no bundle', async () => {
      await expect(loadModelBundle(join(folder, 'nowhere'))).rejects.toMatchObject({ code: 'model.notFound' })
    })
  })
})
