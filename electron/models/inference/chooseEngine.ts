import { StokesError } from '../../contract/errors'
import type { EngineAttempt } from '../../contract/system'
import type { Clock } from '../../shared/clock'
import type { ModelBundle } from '../registry/modelBundle'
import { engineNames, type EngineName, type InferenceEngine } from './inferenceEngine'
import { openEngine } from './openEngine'

/** How far a probability may lie from the reference outputs of a bundle. */
export const PROBABILITY_TOLERANCE = 1e-4
/** Runs whose best time counts: the first ones pay for compilation and for memory. */
const TIMED_RUNS = 5

export interface ChooseEngineOptions {
  clock: Clock
  /** Tries these alone, whatever else there is. @default all */
  only?: readonly EngineName[]
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
export async function chooseEngine(
  bundle: ModelBundle,
  { clock, only }: ChooseEngineOptions,
): Promise<ChosenEngine> {
  const attempts: EngineAttempt[] = []
  let chosen: { engine: InferenceEngine; milliseconds: number } | undefined
  for (const name of only ?? engineNames) {
    if (name === 'tfjs-cpu' && chosen && !only) continue
    const { attempt, engine } = await tryEngine(name, bundle, clock)
    attempts.push(attempt)
    if (!engine) continue
    const milliseconds = attempt.millisecondsPerSpectrum!
    const slower = chosen && milliseconds >= chosen.milliseconds ? engine : chosen?.engine
    if (slower !== engine) chosen = { engine, milliseconds }
    await slower?.dispose()
  }
  if (!chosen) throw noneUsable(attempts)
  const { engine } = chosen
  return {
    engine,
    attempts: attempts.map((attempt) => ({ ...attempt, used: attempt.name === engine.name })),
  }
}

/** The engine is given only if it agrees. */
async function tryEngine(
  name: EngineName,
  bundle: ModelBundle,
  clock: Clock,
): Promise<{ attempt: EngineAttempt; engine?: InferenceEngine }> {
  const attempt: EngineAttempt = {
    name,
    usable: false,
    used: false,
    largestDifference: null,
    millisecondsPerSpectrum: null,
    reason: null,
  }
  let engine: InferenceEngine | undefined
  try {
    engine = await openEngine(name, bundle)
    attempt.largestDifference = await largestDifference(engine, bundle)
    if (attempt.largestDifference <= PROBABILITY_TOLERANCE) {
      attempt.millisecondsPerSpectrum = await bestTime(engine, bundle, clock)
      return { attempt: { ...attempt, usable: true }, engine }
    }
    attempt.reason = `A probability lies ${attempt.largestDifference.toExponential(1)} from the reference; ${PROBABILITY_TOLERANCE} is allowed`
  } catch (error) {
    attempt.reason = reasonOf(error)
  }
  await engine?.dispose().catch(() => undefined)
  return { attempt }
}

/** Infinite where the engine says something that is not a number. */
async function largestDifference(engine: InferenceEngine, { reference }: ModelBundle): Promise<number> {
  const spectra = Float32Array.from(reference.flatMap(({ spectrum }) => spectrum))
  const { probability } = await engine.run(spectra, reference.length)
  const differences = reference.map((expected, index) => Math.abs(probability[index]! - expected.probability))
  return differences.some(Number.isNaN) ? Infinity : Math.max(...differences)
}

/** Milliseconds for one spectrum with Grad-CAM. */
async function bestTime(engine: InferenceEngine, { reference }: ModelBundle, clock: Clock): Promise<number> {
  const spectrum = Float32Array.from(reference[0]!.spectrum)
  let best = Infinity
  for (let run = 0; run < TIMED_RUNS; run++) {
    const start = clock.monotonicMs()
    await engine.run(spectrum, 1)
    best = Math.min(best, clock.monotonicMs() - start)
  }
  return best
}

/** The first line: native libraries add pages of advice. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error)
  return text.trim().split('\n')[0]!
}

function noneUsable(attempts: readonly EngineAttempt[]): StokesError {
  const reasons = attempts.map(({ name, reason }) => `${name}: ${reason ?? 'no reason given'}`).join('; ')
  return new StokesError('engine.unavailable', `No engine can run the model. ${reasons}`, {
    tip: 'Install Stokes again; `stokes doctor` shows what is missing.',
  })
}
