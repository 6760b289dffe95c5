import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Recipe } from '../../contract/recipe'
import type { EngineAttempt, ModelSummary } from '../../contract/system'
import { chooseEngine } from '../../models/inference/chooseEngine'
import { engineNames, type EngineName } from '../../models/inference/inferenceEngine'
import { createJudge, mayJudge, saliencyResolution, type Judge } from '../../models/judge'
import { loadModelBundle } from '../../models/registry/loadModelBundle'
import type { ModelBundle } from '../../models/registry/modelBundle'
import { systemClock } from '../../shared/clock'
import { resourcesFolder } from '../../shared/paths'

/** The model that answers when nobody names another. */
const DEFAULT_MODEL = 'cnn5-simulated'

export interface ServingModelOptions {
  /** Folder of a bundle, or the name of one that ships. */
  model?: string
  /** Run on this engine alone. */
  engine?: string
}

/** A model on the engine that was chosen for it, ready to answer. */
export interface ServingModel {
  summary: ModelSummary
  engines: EngineAttempt[]
  engineName: string
  recipe: Recipe
  /** The axis that the recipe leaves, cm-1. */
  grid: Float64Array
  /** cm-1. */
  saliencyResolution: number
  judge: Judge
  /** Whether it may give a class and a probability for spectra of this origin. */
  mayJudge: (origin: Origin) => boolean
}

/**
 * Loads a model and tries the engines for it.
 *
 * @throws model.notFound, model.damaged, model.wrongRecipe, engine.unavailable
 */
export async function openServingModel({
  model = DEFAULT_MODEL,
  engine: only,
}: ServingModelOptions): Promise<ServingModel> {
  const bundle = await loadModelBundle(folderOf(model))
  const { engine, attempts } = await chooseEngine(bundle, {
    clock: systemClock,
    ...(only !== undefined && { only: [engineName(only)] }),
  })
  return {
    summary: summarise(bundle),
    engines: attempts,
    engineName: engine.name,
    recipe: bundle.manifest.recipe,
    grid: bundle.grid,
    saliencyResolution: saliencyResolution(bundle),
    judge: createJudge(bundle, engine),
    mayJudge: (origin) => mayJudge(bundle, origin),
  }
}

function engineName(name: string): EngineName {
  const known = engineNames.find((engine) => engine === name)
  if (known) return known
  throw new StokesError('usage.invalid', `There is no engine "${name}".`, {
    tip: `Give one of ${engineNames.join(', ')}, or none: the fastest that agrees is used.`,
  })
}

function folderOf(model: string): string {
  const shipped = join(resourcesFolder(), 'models', model)
  return basename(model) === model && existsSync(shipped) ? shipped : model
}

function summarise({ manifest, hash }: ModelBundle): ModelSummary {
  const { heldOut } = manifest.figures
  return {
    name: manifest.name,
    hash,
    architecture: manifest.network.name,
    simulated: manifest.provenance.origin === 'simulated',
    recipe: { name: manifest.recipe.name, hash: manifest.recipeHash },
    threshold: manifest.threshold,
    figures: {
      patients: heldOut.patients,
      auc: heldOut.auc,
      aucInterval: heldOut.aucInterval,
      sensitivity: heldOut.sensitivity,
      specificity: heldOut.specificity,
      oracleAuc: heldOut.oracleAuc,
    },
    provenance: manifest.provenance.text,
  }
}
