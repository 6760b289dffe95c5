import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { evenGrid } from '../../analysis/preprocessing/evenGrid'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { StokesError } from '../../contract/errors'
import { manifestHash, sha256 } from './hashes'
import { bundleFiles, manifestSchema, referenceSchema, type Manifest } from './manifest'
import { cellsOf } from '../saliency/mapCells'
import type { TrainedBundle } from './modelBundle'

const tip = 'Copy the bundle again from where it came from, or train the model again.'

/**
 * Reads the bundle of a network of ours and holds it to its hashes.
 * @throws StokesError `model.notFound`, `model.damaged`, `model.wrongRecipe`
 */
export async function loadModelBundle(folder: string): Promise<TrainedBundle> {
  const text = await readFile(join(folder, 'manifest.json'), 'utf8').catch((cause: unknown) => {
    throw new StokesError('model.notFound', `There is no model bundle in ${folder}`, {
      tip: 'A model bundle is a folder with a manifest.json.',
      cause,
    })
  })
  const { hash, ...written } = parse(folder, 'manifest.json', text) as Record<string, unknown>
  if (hash !== manifestHash(written)) throw damaged(folder, 'manifest.json was changed after it was written')
  const manifest = validate(folder, 'manifest.json', manifestSchema, written)
  if (manifest.recipeHash !== recipeHash(manifest.recipe))
    throw new StokesError(
      'model.wrongRecipe',
      `The recipe ${manifest.recipe.name} in the bundle ${manifest.name} is not the one that the model was trained on`,
      { tip },
    )

  const read = (file: keyof Manifest['files']) => readChecked(folder, file, manifest.files[file])
  const [modelJson, weights, onnx, reference] = await Promise.all(bundleFiles.map(read))
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes)
  const referenceJson = parse(folder, 'reference.json', decode(reference!))
  const { heldOut } = manifest.figures
  return {
    manifest,
    name: manifest.name,
    hash,
    architecture: manifest.network.name,
    recipe: manifest.recipe,
    recipeHash: manifest.recipeHash,
    grid: evenGrid(manifest.grid),
    classes: manifest.classes.map((name) => ({ name, malignant: name === 'malignant' })),
    threshold: manifest.threshold,
    // Parts of the split have the same share of each label.
    prevalence: { calibratedAt: heldOut.malignant / heldOut.patients, site: null },
    leastSureness: null,
    origin: manifest.provenance.origin,
    provenance: manifest.provenance.text,
    figures: heldOut,
    familiar: null,
    saliencyMethod: 'grad-cam',
    cells: cellsOf(manifest.network),
    network: manifest.network,
    modelJson: decode(modelJson!),
    weights: weights!,
    onnx: onnx!,
    reference: validate(folder, 'reference.json', referenceSchema, referenceJson),
  }
}

async function readChecked(folder: string, file: string, expected: string): Promise<Uint8Array> {
  const bytes = await readFile(join(folder, file)).catch((cause: unknown) => {
    throw damaged(folder, `${file} cannot be read`, cause)
  })
  if (sha256(bytes) !== expected) throw damaged(folder, `${file} is not the file that the manifest names`)
  return bytes
}

function parse(folder: string, file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw damaged(folder, `${file} is not JSON`, cause)
  }
}

function validate<Schema extends z.ZodType>(
  folder: string,
  file: string,
  schema: Schema,
  json: unknown,
): z.output<Schema> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  throw damaged(folder, `${file}, ${issue!.path.join('.')}: ${issue!.message}`, parsed.error)
}

function damaged(folder: string, what: string, cause?: unknown): StokesError {
  return new StokesError('model.damaged', `The model bundle in ${folder} is damaged: ${what}`, { tip, cause })
}
