import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { StokesError } from '../../contract/errors'
import { parseRecipe, type Recipe } from '../../contract/recipe'
import { resourcesFolder } from '../../shared/paths'
import { openBroughtEngine } from '../inference/broughtEngine'
import type { BroughtModel, FeatureMap } from '../inference/broughtModel'
import { exposeTensor, readOnnx } from '../onnx/onnxFile'
import { evenCells } from '../saliency/mapCells'
import { broughtManifestSchema, broughtReferenceSchema, type BroughtManifest } from './broughtManifest'
import { sha256 } from './hashes'
import type { Reference } from './manifest'
import type { BroughtBundle } from './modelBundle'
import { probeSpectra } from './probeSpectra'
import { recipeGrid } from './recipeGrid'

const TIP = 'docs/models.md explains the manifest, with an example.'

/**
 * An ONNX model that was made elsewhere, held to its manifest by running it once on the CPU. Where it brings no reference
 * outputs, what the CPU says is the reference for every other engine.
 *
 * @param json its manifest
 * @throws StokesError `model.invalidManifest`, `model.notFound`, `model.notOnnx`, `model.unsupported`, `model.wrongShape`,
 * `model.unknownTensor`, `model.notFinite`, `model.wrongRecipe`, `model.damaged`, and what a recipe throws
 */
export async function loadBroughtBundle(folder: string, json: unknown): Promise<BroughtBundle> {
  const parsed = broughtManifestSchema.safeParse(json)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw invalid(`manifest.json, ${issue!.path.join('.') || 'as a whole'}: ${issue!.message}`)
  }
  const manifest = parsed.data
  const onnx = await readFile(join(folder, manifest.file)).catch((cause: unknown) => {
    throw new StokesError('model.notFound', `There is no ${manifest.file} in ${folder}`, { tip: TIP, cause })
  })
  const recipe = await recipeOf(manifest)
  const grid = recipeGrid(recipe)
  if (manifest.familiar && manifest.familiar.points !== grid.length)
    throw invalid(`familiar: it is of ${manifest.familiar.points} points, the recipe leaves ${grid.length}`)
  const model = await describe(manifest, new Uint8Array(onnx), grid.length)
  const reference = await referenceOf(folder, model, manifest.reference)
  return {
    ...model,
    hash: sha256(`${sha256(JSON.stringify(manifest))}${recipeHash(recipe)}${sha256(onnx)}`),
    architecture: `ONNX model ${manifest.file}`,
    recipe,
    recipeHash: recipeHash(recipe),
    grid,
    classes: manifest.classes.map((label) => ({
      name: label,
      malignant: manifest.malignant.includes(label),
    })),
    threshold: manifest.threshold,
    prevalence: manifest.prevalence ?? null,
    leastSureness: manifest.leastSureness ?? null,
    origin: manifest.provenance.origin,
    provenance: manifest.provenance.text,
    figures: manifest.figures ?? null,
    familiar: manifest.familiar ?? null,
    trainingHash: manifest.training ?? null,
    ...mapOf(manifest, model),
    reference,
  }
}

/** How the model's maps come about, and where their cells lie. */
function mapOf(
  { map }: BroughtManifest,
  model: BroughtModel,
): Pick<BroughtBundle, 'saliencyMethod' | 'cells'> {
  const { inputLength, featureMap } = model
  if (!map || !model.map) {
    if (!featureMap) return { saliencyMethod: 'occlusion', cells: null }
    return { saliencyMethod: 'grad-cam', cells: evenCells(inputLength, featureMap.length) }
  }
  const { length } = model.map
  const { stride = inputLength / length } = map
  const { first = (stride - 1) / 2 } = map
  if (first + (length - 1) * stride > inputLength)
    throw invalid(`map: ${length} cells of ${stride} points from ${first} on leave the ${inputLength} points`)
  return { saliencyMethod: map.method, cells: { length, stride, first } }
}

async function recipeOf({ recipe }: BroughtManifest): Promise<Recipe> {
  if (typeof recipe !== 'string') return parseRecipe(recipe)
  const path = join(resourcesFolder(), 'recipes', `${recipe}.json`)
  if (basename(recipe) !== recipe || !existsSync(path))
    throw invalid(`no recipe ${recipe} ships; give its steps in full`)
  return parseRecipe(JSON.parse(await readFile(path, 'utf8')))
}

/** The model as its manifest and its own file have it, which must agree. */
async function describe(manifest: BroughtManifest, onnx: Uint8Array, points: number): Promise<BroughtModel> {
  const { name, input, output, classes, malignant, featureMap, map } = manifest
  const [, ...shape] = input.shape
  const inputLength = shape.reduce((product, extent) => product * extent, 1)
  if (inputLength !== points)
    throw new StokesError(
      'model.wrongRecipe',
      `The model reads ${inputLength} points, its recipe leaves ${points}.`,
      { tip: 'Give the recipe that the model was trained with.' },
    )
  const unknown = malignant.find((label) => !classes.includes(label))
  if (unknown !== undefined)
    throw invalid(`malignant: ${unknown} is none of the classes ${classes.join(', ')}`)
  if (malignant.length === classes.length)
    throw invalid('malignant: every class is, so there is nothing to tell apart')
  const single = output.kind === 'probability' || output.kind === 'logit'
  if (single && classes.length !== 2)
    throw invalid(`output: one ${output.kind} tells two classes apart, not ${classes.length}`)

  if (single && map?.speaksFor === 'eachClass')
    throw invalid(`map: a map of each class is for several numbers a spectrum, not for one ${output.kind}`)
  if (featureMap && map) throw invalid('map: the model has a feature map as well; one of them makes the map')

  const contents = readOnnx(onnx)
  requireOnly('input', input.name, contents.inputs)
  if (!contents.outputs.includes(output.name)) throw unknownName('output', output.name, contents.outputs)
  if (map && !contents.outputs.includes(map.output)) throw unknownName('output', map.output, contents.outputs)
  const whole: BroughtModel = {
    name,
    onnx,
    inputLength,
    input: { name: input.name, shape },
    batch: null,
    output: {
      name: output.name,
      kind: output.kind,
      size: single ? 1 : classes.length,
      asked: malignant.map((label) => classes.indexOf(label)),
    },
    featureMap: null,
    map: null,
  }
  return inspect(whole, manifest)
}

/** Opens the model and runs it once, for what only a run can tell: what it takes, and the shape of its map. */
async function inspect(
  model: BroughtModel,
  { featureMap, map }: Pick<BroughtManifest, 'featureMap' | 'map'>,
): Promise<BroughtModel> {
  const { InferenceSession, Tensor, env } = await import('onnxruntime-node')
  env.logLevel = 'fatal'
  const { input, inputLength } = model
  const bytes = featureMap ? exposeTensor(model.onnx, featureMap.tensor) : model.onnx
  let session: InferenceSession | undefined
  try {
    session = await InferenceSession.create(bytes, { executionProviders: ['cpu'], logSeverityLevel: 4 })
    const metadata = session.inputMetadata.find(({ name }) => name === input.name)
    const stated = metadata?.isTensor ? metadata.shape : []
    if (!fits(stated, input.shape))
      throw new StokesError(
        'model.wrongShape',
        `The model's input is [${stated.join(', ')}], the manifest says [batch, ${input.shape.join(', ')}].`,
        { tip: 'Write the shape as the model has it; export it with a batch of any size, or of 1.' },
      )
    const outputs = await session.run({
      [input.name]: new Tensor('float32', new Float32Array(inputLength), [1, ...input.shape]),
    })
    return {
      ...model,
      batch: stated[0] === 1 ? 1 : null,
      featureMap: featureMap ? featureMapOf(featureMap, outputs[featureMap.tensor]!.dims) : null,
      map: map
        ? {
            output: map.output,
            speaksFor: map.speaksFor,
            length: cellsIn(map, outputs[map.output]!.dims, model.output.size),
          }
        : null,
    }
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    const [said] = String(cause instanceof Error ? cause.message : cause).split('\n')
    throw new StokesError('model.unsupported', `ONNX Runtime does not take the model: ${said}`, {
      tip: 'Export it for an opset that ONNX Runtime knows (17 is safe), with one float32 input.',
      cause,
    })
  } finally {
    await session?.release()
  }
}

/** An extent that is a name is any number; the first one may be 1 as well. */
function fits(stated: readonly (number | string)[], shape: readonly number[]): boolean {
  if (stated.length !== shape.length + 1) return false
  const [batch, ...rest] = stated
  return (
    (typeof batch === 'string' || batch === 1) &&
    rest.every((extent, axis) => typeof extent === 'string' || extent === shape[axis])
  )
}

/** A map of one channel a row, or one point a row; extents of 1 between do not matter. */
function featureMapOf(
  { tensor, layout }: NonNullable<BroughtManifest['featureMap']>,
  [batch, ...shape]: readonly number[],
): FeatureMap {
  const extents = shape.filter((extent) => extent !== 1)
  if (batch !== 1 || extents.length !== 2)
    throw new StokesError(
      'model.wrongShape',
      `The feature map ${tensor} is [${[batch, ...shape].join(', ')}]; channels and points are needed.`,
      { tip: 'Name the output of the last convolution or of its ReLU.' },
    )
  const channelsFirst = layout === 'channels-first'
  const [channels, length] = channelsFirst ? extents : extents.toReversed()
  return { tensor, shape, channels: channels!, length: length!, channelsFirst }
}

/** How many cells a map of one spectrum has. */
function cellsIn(
  { output, speaksFor }: NonNullable<BroughtManifest['map']>,
  [batch, ...shape]: readonly number[],
  classes: number,
): number {
  const perClass = speaksFor === 'eachClass'
  const extents = (perClass ? shape.slice(1) : shape).filter((extent) => extent !== 1)
  if (batch === 1 && extents.length === 1 && (!perClass || shape[0] === classes)) return extents[0]!
  throw new StokesError(
    'model.wrongShape',
    `The map ${output} is [${[batch, ...shape].join(', ')}]; one number a cell is needed, after the batch${perClass ? ` and the ${classes} classes` : ''}.`,
    { tip: `Name an output that is [batch, ${perClass ? 'classes, ' : ''}cells].` },
  )
}

/** @param hash that `reference.json` must have; undefined where the manifest says none */
async function referenceOf(
  folder: string,
  model: BroughtModel,
  hash: string | undefined,
): Promise<Reference> {
  const path = join(folder, 'reference.json')
  const text = existsSync(path) ? await readFile(path, 'utf8') : null
  if (hash !== undefined && (text === null || sha256(text) !== hash))
    throw new StokesError('model.damaged', `reference.json in ${folder} is not as it was written.`, {
      tip: 'Copy the model again from where it came from, or train it again.',
    })
  const brought = text === null ? null : readReference(text, model)
  const spectra =
    brought?.map(({ spectrum }) => Float32Array.from(spectrum)) ?? probeSpectra(model.inputLength)
  const engine = await openBroughtEngine(model, 'onnx-cpu')
  try {
    const reference: Reference = []
    for (const [index, spectrum] of spectra.entries()) {
      const { probability, logit, cam } = await engine.run(spectrum, 1)
      const numbers = [probability[0]!, logit[0]!, ...cam]
      if (!numbers.every(Number.isFinite))
        throw new StokesError(
          'model.notFinite',
          `${model.name} answers a plain spectrum with what is not a number.`,
          { tip: 'Compare it with where it was made; look at the scale that it expects.' },
        )
      reference.push({
        spectrum: [...spectrum],
        probability: brought?.[index]!.probability ?? probability[0]!,
        logit: logit[0]!,
        cam: [...cam],
      })
    }
    return reference
  } finally {
    await engine.dispose()
  }
}

function readReference(text: string, { inputLength }: BroughtModel) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch (cause) {
    throw invalid(`reference.json is not JSON: ${(cause as Error).message}`)
  }
  const parsed = broughtReferenceSchema.safeParse(json)
  if (!parsed.success) throw invalid(`reference.json: ${parsed.error.issues[0]!.message}`)
  if (parsed.data.some(({ spectrum }) => spectrum.length !== inputLength))
    throw invalid(`reference.json: a spectrum must have ${inputLength} points`)
  return parsed.data
}

function requireOnly(what: string, name: string, there: readonly string[]): void {
  if (!there.includes(name)) throw unknownName(what, name, there)
  if (there.length === 1) return
  throw new StokesError('model.unsupported', `The model has ${there.length} ${what}s: ${there.join(', ')}.`, {
    tip: 'A model of spectra has one.',
  })
}

function unknownName(what: string, name: string, there: readonly string[]): StokesError {
  return new StokesError(
    'model.unknownTensor',
    `The model has no ${what} "${name}" but ${there.join(', ')}.`,
    {
      tip: TIP,
    },
  )
}

function invalid(what: string): StokesError {
  return new StokesError('model.invalidManifest', `The manifest of the model is wrong: ${what}.`, {
    tip: TIP,
  })
}
