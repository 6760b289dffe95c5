import type { Clock } from '../../shared/clock'
import type { NetworkWeights } from '../architectures/networkWeights'
import { openTrainingSession } from './trainingEngines'
import type { TrainingProgram } from './trainingProgram'
import {
  trainingEngineNames,
  type TrainingBatch,
  type TrainingEngineName,
  type TrainingSession,
  type TrainingState,
} from './trainingSession'

/** How far a gradient may lie from the CPU's, as a share of its largest entry. */
const TOLERANCE = 1e-3
/** Steps whose best time counts: the first ones pay for compilation and for memory. */
const TIMED_STEPS = 3

export interface ChooseTrainingEngineOptions {
  clock: Clock
  /** Tries these alone, in this order. @default all */
  only?: readonly TrainingEngineName[] | undefined
  /** Hears of each engine that is not used why not. */
  onRefusal?: (engine: TrainingEngineName, reason: string) => void
}

/**
 * The engine that a program is trained on: the first of those whose gradient of a probe agrees with the CPU's and whose
 * step is faster; else the CPU.
 */
export async function chooseTrainingEngine(
  program: TrainingProgram,
  start: TrainingState,
  batch: number,
  { clock, only = trainingEngineNames, onRefusal }: ChooseTrainingEngineOptions,
): Promise<TrainingEngineName> {
  const probe = probeBatch(program, batch)
  /** Worked out only where there is an engine to hold against it. */
  let cpu: Probe | undefined
  for (const name of only) {
    if (name === 'onnx-cpu') break
    try {
      const found = await tryEngine(await openTrainingSession(name, program, start, batch), probe, clock)
      cpu ??= await tryEngine(await openTrainingSession('onnx-cpu', program, start, batch), probe, clock)
      const difference = largestDifference(found.gradient, cpu.gradient)
      if (difference <= TOLERANCE && found.milliseconds < cpu.milliseconds) return name
      onRefusal?.(
        name,
        difference <= TOLERANCE
          ? `A step takes ${found.milliseconds.toFixed(0)} ms, and ${cpu.milliseconds.toFixed(0)} ms on the CPU`
          : `A gradient lies ${difference.toExponential(1)} of its size from the CPU's; ${TOLERANCE} is allowed`,
      )
    } catch (error) {
      onRefusal?.(name, error instanceof Error ? error.message : String(error))
    }
  }
  return 'onnx-cpu'
}

interface Probe {
  gradient: NetworkWeights
  milliseconds: number
}

async function tryEngine(session: TrainingSession, probe: TrainingBatch, clock: Clock): Promise<Probe> {
  try {
    const { gradient } = await session.gradient(probe)
    let milliseconds = Infinity
    for (let step = 0; step < TIMED_STEPS; step++) {
      const before = clock.monotonicMs()
      await session.run(probe, 0)
      milliseconds = Math.min(milliseconds, clock.monotonicMs() - before)
    }
    return { gradient, milliseconds }
  } finally {
    await session.dispose()
  }
}

/** Numbers without a pattern, the same every time. */
function probeBatch({ input, outputs, dropoutUnits }: TrainingProgram, batch: number): TrainingBatch {
  const length = batch * input.channels * input.points
  return {
    input: Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898)),
    targets: Float32Array.from({ length: batch * outputs }, (_, i) =>
      Number(i % outputs === Math.floor(i / outputs) % Math.max(outputs, 2)),
    ),
    weights: new Float32Array(batch).fill(1),
    mask: new Float32Array(batch * dropoutUnits).fill(1),
  }
}

/** Infinite where a gradient is not a number. */
export function largestDifference(gradient: NetworkWeights, reference: NetworkWeights): number {
  let largest = 0
  // A bias before a normalisation has no gradient but rounding: what counts is the size of all.
  let scale = 0
  for (const values of reference.values())
    for (const value of values) scale = Math.max(scale, Math.abs(value))
  for (const [name, values] of reference)
    values.forEach((value, i) => {
      const difference = Math.abs(gradient.get(name)![i]! - value) / scale
      largest = Number.isNaN(difference) ? Infinity : Math.max(largest, difference)
    })
  return largest
}
