import { cp, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { loadModelBundle } from './loadModelBundle'
import { bundleFiles } from './manifest'
import { saveModelBundle, type BundleContents } from './saveModelBundle'

const shipped = resolve(import.meta.dirname, '../../../resources/models/cnn5-simulated')

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stokes-bundle-'))
})
afterEach(() => rm(folder, { recursive: true }))

async function shippedBundle() {
  const { manifest } = await loadModelBundle(shipped)
  const contents = {} as BundleContents
  for (const file of bundleFiles) contents[file] = await readFile(join(shipped, file))
  return { manifest, contents }
}

it('writes a bundle that loads', async () => {
  const { manifest, contents } = await shippedBundle()
  const { hash } = await saveModelBundle(join(folder, 'new'), manifest, contents)
  expect((await loadModelBundle(join(folder, 'new'))).hash).toBe(hash)
  expect((await readdir(join(folder, 'new'))).sort()).toEqual((await readdir(shipped)).sort())
})

it('leaves the bundle that was there where one file cannot be written', async () => {
  const { manifest, contents } = await shippedBundle()
  await cp(shipped, folder, { recursive: true })
  await mkdir(join(folder, 'manifest.json.part'))
  const { hash } = await loadModelBundle(folder)
  const saving = saveModelBundle(folder, { ...manifest, name: 'other' }, { ...contents, 'model.json': '{}' })
  await expect(saving).rejects.toThrow('EISDIR')
  expect((await loadModelBundle(folder)).hash).toBe(hash)
  expect((await readdir(folder)).filter((file) => file.endsWith('.part'))).toEqual(['manifest.json.part'])
})

it('does not load with another recipe than the model was trained on', async () => {
  const { manifest, contents } = await shippedBundle()
  const recipe = { ...manifest.recipe, steps: manifest.recipe.steps.slice(1) }
  await saveModelBundle(folder, { ...manifest, recipe }, contents)
  await expect(loadModelBundle(folder)).rejects.toMatchObject({ code: 'model.wrongRecipe' })
})
