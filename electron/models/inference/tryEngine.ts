import { StokesError } from '../../contract/errors'
import type { EngineAttempt } from '../../contract/system'
import type { Clock } from '../../shared/clock'
import type { ModelBundle } from '../registry/modelBundle'
import type { EngineBeacon } from './engineBeacon'
import type { EngineName, InferenceEngine } from './inferenceEngine'
import { openEngine } from './openEngine'

/** How far a probability may lie from the reference outputs of a bundle. */
export const PROBABILITY_TOLERANCE = 1e-4
/** Runs whose best time counts: the first ones pay for compilation and for memory. */
const TIMED_RUNS = 5

export interface TryEngineOptions {
  clock: Clock
  /** Opens an engine by its name. @default the engines there are */
  open?: typeof openEngine
  beacon?: EngineBeacon | undefined
}

/** Opens an engine, holds it to the reference outputs and times it. The engine is given only if it agrees. */
export async function tryEngine(
  name: EngineName,
  bundle: ModelBundle,
  { clock, open = openEngine, beacon }: TryEngineOptions,
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
  beacon?.begin(name, 'opening')
  try {
    engine = await open(name, bundle)
    attempt.largestDifference = await largestDifference(engine, bundle)
    if (attempt.largestDifference <= PROBABILITY_TOLERANCE) {
      attempt.millisecondsPerSpectrum = await bestTime(engine, bundle, clock)
      return { attempt: { ...attempt, usable: true }, engine }
    }
    attempt.reason = `A probability lies ${attempt.largestDifference.toExponential(1)} from the reference; ${PROBABILITY_TOLERANCE} is allowed`
  } catch (error) {
    attempt.reason = reasonOf(error)
  } finally {
    beacon?.end()
  }
  await engine?.dispose().catch(() => undefined)
  return { attempt }
}

/** Infinite where the engine says something that is not a number. */
export async function largestDifference(
  engine: InferenceEngine,
  { reference }: ModelBundle,
): Promise<number> {
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

/** The first line: native libraries add pages of advice. That a run failed is known; why is what the library said. */
export function reasonOf(error: unknown): string {
  const said = error instanceof StokesError && error.code === 'engine.failed' ? (error.cause ?? error) : error
  const text = said instanceof Error ? said.message : String(said)
  return text.trim().split('\n')[0]!
}
