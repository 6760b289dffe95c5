import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import type { Origin } from '../../contract/frame'
import type { Recipe } from '../../contract/recipe'
import type { EngineAttempt, EngineFailure, ModelSummary } from '../../contract/system'
import { surenessOf } from '../../models/evaluation/abstention'
import { prepareOutlierScore } from '../../models/evaluation/outlierModel'
import { EngineBeacon } from '../../models/inference/engineBeacon'
import { EngineRoster } from '../../models/inference/engineRoster'
import { engineNames, type EngineName } from '../../models/inference/inferenceEngine'
import type { openEngine } from '../../models/inference/openEngine'
import {
  createConfirmBands,
  createJudge,
  mayJudge,
  saliencyResolution,
  type ConfirmBands,
  type Judge,
} from '../../models/judge'
import type { ModelClass } from '../../models/registry/modelBundle'
import { openModelBundle } from '../../models/registry/openModelBundle'
import { systemClock, type Clock } from '../../shared/clock'
import { resourcesFolder } from '../../shared/paths'
import { EngineMemory } from './engineMemory'
import { hardwareFingerprint } from './hardwareFingerprint'
import { summariseModel } from './summariseModel'

/** The model that answers when nobody names another. */
export const DEFAULT_MODEL = 'cnn5-simulated'

export interface ServingModelOptions {
  /** Folder of a bundle, or the name of one that ships. */
  model?: string
  /** The hash that the model must have. */
  hash?: string
  /** Run on this engine alone. */
  engine?: string
  /** Where the choice of engine is kept from one start to the next; left out, all are tried each time. */
  rememberIn?: string
  /** Engines that are left out, and why. */
  leftOut?: ReadonlyMap<EngineName, string>
  /** Told what engines are at. */
  beacon?: SharedArrayBuffer
}

/** What the thread that opens a model adds to its options. */
export interface ServingModelParts {
  onFailure?: (failure: EngineFailure) => void
  clock?: Clock
  open?: typeof openEngine
}

/** A model on the engine that was chosen for it, ready to answer. */
export interface ServingModel {
  summary: ModelSummary
  /** What came of each engine, now. */
  engines: () => readonly EngineAttempt[]
  /** When all were tried last, ISO 8601. */
  enginesTriedAt: () => string
  /** The engine that serves now. */
  engineName: () => EngineName
  /** Looks at the engines again, all of them where the hardware changed. */
  reconsider: () => Promise<void>
  /** What it tells apart, in the order of its probabilities. */
  classes: readonly ModelClass[]
  recipe: Recipe
  /** The axis that the recipe leaves, cm-1. */
  grid: Float64Array
  /** cm-1. */
  saliencyResolution: number
  judge: Judge
  confirmBands: ConfirmBands
  /** How unlike those of the training a prepared spectrum is; above 1 it is. Null where the model has no such test. */
  outlierScore: ((processed: Float64Array) => number) | null
  /** How sure an answer of this probability is, and how sure it must be to be given. Null where all are given. */
  sureness: ((probability: number) => { value: number; least: number }) | null
  /** Whether it may give a class and a probability for spectra of this origin. */
  mayJudge: (origin: Origin) => boolean
}

/**
 * Loads a model, finds the engine for it and warms it up: the first answer takes no longer than the next.
 *
 * @throws model.notFound, model.damaged, model.wrongRecipe, engine.unavailable, and for a model that was made elsewhere
 * what {@link openModelBundle} throws
 */
export async function openServingModel(
  { model = DEFAULT_MODEL, hash, engine: only, rememberIn, leftOut, beacon: shared }: ServingModelOptions,
  { onFailure, clock = systemClock, open }: ServingModelParts = {},
): Promise<ServingModel> {
  const beacon = shared && new EngineBeacon(shared)
  // A model that was made elsewhere is run to be understood.
  beacon?.begin('onnx-cpu', 'opening')
  const bundle = await openModelBundle(modelFolder(model)).finally(() => beacon?.end())
  if (hash !== undefined && bundle.hash !== hash) throw wrongHash(model, hash, bundle.hash)
  const memory =
    rememberIn === undefined || only !== undefined ? null : new EngineMemory(rememberIn, bundle.hash)
  let fingerprint = hardwareFingerprint()
  const remembered = memory?.recall(fingerprint)
  let triedAt = remembered?.triedAt ?? clock.timestamp()
  const keep = () => memory?.keep(fingerprint, triedAt, roster.attempts)
  const roster = await EngineRoster.open(bundle, {
    clock,
    remembered: remembered?.attempts,
    leftOut,
    ...(open && { open }),
    beacon,
    ...(only !== undefined && { only: [engineName(only)] }),
    onFailure: (failure) => {
      onFailure?.(failure)
      // After the next engine has taken its place.
      setImmediate(keep)
    },
  })
  keep()
  const judge = createJudge(bundle, roster)
  const { leastSureness: least } = bundle
  const scoreOf = bundle.familiar && prepareOutlierScore(bundle.familiar)
  await judge([Float64Array.from(bundle.reference[0]!.spectrum)])
  return {
    summary: summariseModel(bundle),
    engines: () => roster.attempts,
    enginesTriedAt: () => triedAt,
    engineName: () => roster.name,
    reconsider: async () => {
      const now = hardwareFingerprint()
      await roster.reconsider(now !== fingerprint)
      if (now === fingerprint) return
      fingerprint = now
      triedAt = clock.timestamp()
      keep()
    },
    classes: bundle.classes,
    recipe: bundle.recipe,
    grid: bundle.grid,
    saliencyResolution: saliencyResolution(bundle),
    judge,
    confirmBands: createConfirmBands(bundle, roster),
    outlierScore: scoreOf && ((processed) => scoreOf(processed).score),
    sureness:
      least === null ? null : (probability) => ({ value: surenessOf(probability, bundle.threshold), least }),
    mayJudge: (origin) => mayJudge(bundle, origin),
  }
}

function wrongHash(model: string, hash: string, found: string): StokesError {
  return new StokesError(
    'model.damaged',
    `The model bundle in ${model} was changed: its hash is ${found.slice(0, 12)}, not ${hash.slice(0, 12)}.`,
    { tip: 'Restore it from a backup, or train the model again.' },
  )
}

function engineName(name: string): EngineName {
  const known = engineNames.find((engine) => engine === name)
  if (known) return known
  throw new StokesError('usage.invalid', `There is no engine "${name}".`, {
    tip: `Give one of ${engineNames.join(', ')}, or none: the fastest that agrees is used.`,
  })
}

/** The folder of a model that is given by it, or by the name of one that ships. */
export function modelFolder(model: string): string {
  const shipped = join(resourcesFolder(), 'models', model)
  return basename(model) === model && existsSync(shipped) ? shipped : model
}
