import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { StokesError } from '../../contract/errors'
import type { Recipe } from '../../contract/recipe'
import { cnn5, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { toLayersModelFiles } from '../architectures/layersModel'
import { isTrainable, sizeOf, weightSpecs, type NetworkWeights } from '../architectures/networkWeights'
import { evaluate } from '../evaluation/evaluate'
import { fitTemperature } from '../evaluation/fitTemperature'
import { thresholdForSensitivity } from '../evaluation/thresholdForSensitivity'
import { inferAll } from '../inference/inferAll'
import type { ModelOutputs } from '../inference/inferenceEngine'
import { openOnnxEngine } from '../inference/onnxEngine'
import { referenceForward } from '../inference/referenceForward'
import { inferenceGraph } from '../onnx/inferenceGraph'
import type { Manifest, Reference } from '../registry/manifest'
import { saveModelBundle } from '../registry/saveModelBundle'
import { splitByPatient } from '../splits/splitByPatient'
import { paperSizes } from '../splits/splitDataSet'
import { foldTemperature } from './foldTemperature'
import { select, type LabelledSpectra } from './labelledSpectra'
import { defaultSettings, trainNetwork, type TrainingSettings } from './trainNetwork'
import type { Epoch } from './runTraining'

/** One spectrum of a simulated patient, on the axis of its cohort, as it is before any recipe. */
export interface CohortSpectrum {
  patient: string
  /** 1 malignant, 0 benign. */
  label: 0 | 1
  /** Of the lesion; each part of the split gets its share. */
  class: string
  spectrum: Float64Array
  /** Of the upper bound: higher is more malignant. */
  oracleScore: number
}

export interface ShippedModelTask {
  name: string
  /** Folder of the bundle. */
  out: string
  seed: number
  /** Wavenumbers of all spectra, cm-1, ascending. */
  axis: Float64Array
  cohort: readonly CohortSpectrum[]
  /** Patients of the same source that are in no part of `cohort`: for figures alone. */
  further: readonly CohortSpectrum[]
  /** What the cohorts are, in one sentence. */
  cohortText: string
  recipe: Recipe
  /** Name and version of what trains, and of what it trains on. */
  software: string
  /** @default {@link defaultSettings} */
  settings?: TrainingSettings
  onEpoch?: (epoch: Epoch) => void
  signal?: AbortSignal
}

/** A missed melanoma costs more than a biopsy that was not needed, so sensitivity is given and specificity found. */
const SENSITIVITY = 0.9
const REFERENCE_SPECTRA = 6

/**
 * Trains the network that ships on a simulated cohort, and writes its bundle: split by patient, training with early
 * stopping, temperature and operating point on patients of their own, figures on held-out and on further patients.
 * The same task gives the same bytes on the same machine.
 */
export async function trainShippedModel(
  task: ShippedModelTask,
): Promise<{ hash: string; manifest: Manifest }> {
  const { name, seed, axis, cohort, recipe, settings = defaultSettings } = task
  const network = cnn5
  const prepared = prepareRecipe(recipe, axis)
  const grid = { lo: prepared.axis[0]!, hi: prepared.axis.at(-1)!, n: prepared.axis.length }
  if (grid.n !== network.inputLength)
    throw new StokesError(
      'model.wrongShape',
      `${network.name} reads ${network.inputLength} points; the recipe ${recipe.name} leaves ${grid.n}`,
    )
  const prepare = (rows: readonly CohortSpectrum[]): LabelledSpectra => {
    const spectra = new Float32Array(rows.length * grid.n)
    rows.forEach(({ spectrum }, row) => {
      spectra.set(prepared.run([spectrum])[0]!, row * grid.n)
    })
    return { spectra, targets: Float32Array.from(rows, ({ label }) => label) }
  }

  const all = prepare(cohort)
  const rows = splitCohort(cohort, seed)
  const part = (chosen: keyof typeof rows) => select(all, rows[chosen])
  const trained = await trainNetwork({
    network,
    fit: part('fit'),
    watched: part('earlyStopping'),
    seed,
    settings,
    ...(task.onEpoch && { onEpoch: task.onEpoch }),
    ...(task.signal && { signal: task.signal }),
  })

  const calibration = part('calibration')
  const uncalibrated = await infer(network, trained.weights, calibration)
  const temperature = fitTemperature(uncalibrated.logit, calibration.targets)
  const weights = foldTemperature(trained.weights, temperature)
  const calibrated = await infer(network, weights, calibration)
  const threshold = thresholdForSensitivity(calibrated.probability, calibration.targets, SENSITIVITY)

  const figuresOf = async (patients: readonly CohortSpectrum[], set: LabelledSpectra) => {
    const { probability } = await infer(network, weights, set)
    const evaluated = {
      patients: patients.map(({ patient }) => patient),
      targets: set.targets,
      probabilities: probability,
      oracleScores: patients.map(({ oracleScore }) => oracleScore),
    }
    return evaluate(evaluated, threshold, seed)
  }
  const heldOut = part('heldOut')
  const figures: Manifest['figures'] = {
    heldOut: await figuresOf(
      rows.heldOut.map((row) => cohort[row]!),
      heldOut,
    ),
    further: task.further.length > 0 ? await figuresOf(task.further, prepare(task.further)) : null,
  }

  const provenanceText =
    `Trained and measured on simulated patients only: ${task.cohortText} ` +
    'Its figures are figures of the simulation. It never judges a patient.'
  const manifest: Omit<Manifest, 'files'> = {
    format: 1,
    name,
    network: { ...network, blocks: [...network.blocks] },
    trainableParameters: weightSpecs(network)
      .filter(isTrainable)
      .reduce((sum, { shape }) => sum + sizeOf(shape), 0),
    recipe,
    recipeHash: recipeHash(recipe),
    grid,
    classes: ['benign', 'malignant'],
    calibration: { method: 'temperature', temperature },
    threshold,
    thresholdRule: `sensitivity of at least ${SENSITIVITY} on the calibration patients`,
    provenance: {
      origin: 'simulated',
      text: provenanceText,
      cohort: task.cohortText,
      split: {
        fit: rows.fit.length,
        earlyStopping: rows.earlyStopping.length,
        calibration: rows.calibration.length,
        heldOut: rows.heldOut.length,
      },
      seed,
      settings,
      software: task.software,
      bestEpoch: trained.bestEpoch,
      epochs: trained.epochs.length,
    },
    figures,
  }
  const layersModel = await toLayersModelFiles(network, weights, 'weights.bin')
  const reference = await referenceOf(network, weights, heldOut)
  const contents = {
    'model.json': layersModel.modelJson,
    'weights.bin': layersModel.weights,
    'model.onnx': inferenceGraph(network, weights, { name, provenance: provenanceText }),
    'reference.json': JSON.stringify(reference) + '\n',
  }
  return saveModelBundle(task.out, manifest, contents)
}

/** A fifth of the patients is held out, a tenth of the rest stops training, a tenth calibrates: of 1 240, 248, 99, 99, 794. */
function splitCohort(
  cohort: readonly CohortSpectrum[],
  seed: number,
): Record<keyof Manifest['provenance']['split'], number[]> {
  const patients = new Set(cohort.map(({ patient }) => patient)).size
  const rows = cohort.map(({ patient, class: stratum }) => ({ patient, stratum }))
  const [heldOut, earlyStopping, calibration, fit] = splitByPatient(
    rows,
    paperSizes(patients),
    xoroshiro128plus(seed),
  )
  return { fit: fit!, earlyStopping: earlyStopping!, calibration: calibration!, heldOut: heldOut! }
}

async function infer(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  { spectra, targets }: LabelledSpectra,
): Promise<ModelOutputs> {
  const engine = await openOnnxEngine({ network, onnx: inferenceGraph(network, weights) }, 'onnx-cpu')
  try {
    return await inferAll(engine, spectra, targets.length)
  } finally {
    await engine.dispose()
  }
}

/** Spectra whose logits are spread evenly over those of a set, with what the network says of them in double precision. */
async function referenceOf(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  set: LabelledSpectra,
): Promise<Reference> {
  const { logit } = await infer(network, weights, set)
  const ascending = [...logit.keys()].sort((a, b) => logit[a]! - logit[b]!)
  const chosen = Array.from(
    { length: REFERENCE_SPECTRA },
    (_, i) => ascending[Math.round((i * (ascending.length - 1)) / (REFERENCE_SPECTRA - 1))]!,
  )
  return chosen.map((row) => {
    // To five decimals, as it is written: what engines are given is what this was worked out from.
    const spectrum = Array.from(select(set, [row]).spectra, (value) => Number(value.toFixed(5)))
    const { probability, logit: value, cam } = referenceForward(network, weights, Float32Array.from(spectrum))
    return { spectrum, probability, logit: value, cam: [...cam] }
  })
}
