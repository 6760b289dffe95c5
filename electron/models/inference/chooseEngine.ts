import { StokesError } from '../../contract/errors'
import type { EngineAttempt } from '../../contract/system'
import type { ModelBundle } from '../registry/modelBundle'
import { engineNames, type EngineName, type InferenceEngine } from './inferenceEngine'
import { offeredProviders, onnxProviders } from './onnxProviders'
import { tryEngine, type TryEngineOptions } from './tryEngine'

export interface ChooseEngineOptions extends TryEngineOptions {
  /** Tries these alone, whatever else there is. @default all that the platform offers */
  only?: readonly EngineName[] | undefined
  /** Engines that are not to be tried, and why. */
  leftOut?: ReadonlyMap<EngineName, string> | undefined
}

export interface ChosenEngine {
  engine: InferenceEngine
  /** What came of each engine that was tried, in the order of trying. */
  attempts: EngineAttempt[]
}

/**
 * Tries every engine on the bundle's own reference outputs, and takes the fastest of those that agree with them. An
 * engine that is not there, fails or disagrees is an attempt with a reason; the plain CPU of TensorFlow.js, a hundred
 * times slower than the rest, is tried only when asked for by name or when nothing else is left.
 *
 * @throws StokesError `engine.unavailable` when none is usable
 */
export async function chooseEngine(bundle: ModelBundle, options: ChooseEngineOptions): Promise<ChosenEngine> {
  const { only, leftOut } = options
  const attempts: EngineAttempt[] = []
  let chosen: { engine: InferenceEngine; milliseconds: number } | undefined
  for (const name of only ?? (await enginesFor(bundle))) {
    if (name === 'tfjs-cpu' && chosen && !only) continue
    const reason = leftOut?.get(name)
    if (reason !== undefined) {
      attempts.push(notUsable(name, reason))
      continue
    }
    const { attempt, engine } = await tryEngine(name, bundle, options)
    attempts.push(attempt)
    if (!engine) continue
    const milliseconds = attempt.millisecondsPerSpectrum!
    const slower = chosen && milliseconds >= chosen.milliseconds ? engine : chosen?.engine
    if (slower !== engine) chosen = { engine, milliseconds }
    await slower?.dispose()
  }
  if (!chosen) throw noneUsable(attempts)
  const { engine } = chosen
  return { engine, attempts: markUsed(attempts, engine.name) }
}

/** Engines that this platform offers for a model, in the order of trying. */
export async function enginesFor(bundle: ModelBundle): Promise<EngineName[]> {
  const offered = await offeredProviders()
  return engineNames.filter((name) =>
    name in onnxProviders
      ? offered.has(onnxProviders[name as keyof typeof onnxProviders])
      : 'network' in bundle,
  )
}

export function markUsed(attempts: readonly EngineAttempt[], name: EngineName | null): EngineAttempt[] {
  return attempts.map((attempt) => ({ ...attempt, used: attempt.name === name }))
}

export function notUsable(name: EngineName, reason: string): EngineAttempt {
  return { name, usable: false, used: false, largestDifference: null, millisecondsPerSpectrum: null, reason }
}

export function noneUsable(attempts: readonly EngineAttempt[]): StokesError {
  const reasons = attempts.map(({ name, reason }) => `${name}: ${reason ?? 'no reason given'}`).join('; ')
  return new StokesError('engine.unavailable', `No engine can run the model. ${reasons}`, {
    tip: 'Install Stokes again; `stokes doctor` shows what is missing.',
  })
}
