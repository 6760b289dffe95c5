import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import type { NetworkWeights } from '../architectures/networkWeights'
import { shuffled } from './shuffled'
import {
  startingState,
  type TrainingEngineName,
  type TrainingSession,
  type TrainingState,
} from './trainingSession'

export interface Epoch {
  /** Counted from 1. */
  epoch: number
  /** Mean over the steps of the epoch, with dropout. */
  loss: number
  /** On the watched spectra, without dropout, after the epoch. */
  watchedLoss: number
}

/** What a run learns from. */
export interface TrainingSet {
  /** [examples, outputs], from 0 to 1. */
  targets: Float32Array
  /** What each example counts in the loss; as many as there are examples. */
  weights: Float32Array
  /** What goes into the network, of chosen examples, one after the other. */
  input(rows: readonly number[]): Float32Array | Promise<Float32Array>
  /** The same, varied as a new measurement would be. */
  varied?(input: Float32Array, rows: readonly number[], random: RandomGenerator): Float32Array
}

export interface RunSettings {
  batch: number
  epochs: number
  learningRate: number
  /** Epochs without a lower loss on the watched spectra after which training ends. */
  patience: number
}

/** All of a run between two epochs: a run goes on from here as if it had never stopped. */
export interface RunState {
  epochs: Epoch[]
  /** Of the random generator. */
  random: readonly number[]
  state: TrainingState
  /** Of the epoch with the lowest watched loss. */
  best: { epoch: number; watchedLoss: number; weights: NetworkWeights }
  /** What computed the last epoch. */
  engine: TrainingEngineName
}

export interface TrainingRun {
  outputs: number
  dropout: { rate: number; units: number }
  settings: RunSettings
  fit: TrainingSet
  /** Of the examples that tell when to stop. */
  watchedLoss(weights: NetworkWeights): Promise<number>
  open(engine: TrainingEngineName, state: TrainingState): Promise<TrainingSession>
  /** After each epoch; the run waits. */
  onEpoch?: (run: RunState) => void | Promise<void>
  signal?: AbortSignal | undefined
}

export function startingRun(
  weights: NetworkWeights,
  random: RandomGenerator,
  engine: TrainingEngineName,
): RunState {
  const best = { epoch: 0, watchedLoss: Infinity, weights }
  return { epochs: [], random: random.getState(), state: startingState(weights), best, engine }
}

/**
 * Trains until the last epoch or until patience ends. The last examples of an epoch that fill no batch are left out of
 * it; the order is drawn anew each time. An engine that is gone or fails on the way is replaced by the CPU, from the last
 * epoch on.
 * @throws the reason of `signal` when it is aborted
 */
export async function runTraining(task: TrainingRun, from: RunState): Promise<RunState> {
  const { settings, onEpoch, signal } = task
  let run = from
  let session = await task.open(run.engine, run.state).catch((error: unknown) => {
    if (run.engine === 'onnx-cpu') throw error
    return task.open('onnx-cpu', run.state)
  })
  try {
    while (run.epochs.length < settings.epochs && run.epochs.length < run.best.epoch + settings.patience) {
      try {
        run = await oneEpoch(task, session, run)
      } catch (error) {
        if (signal?.aborted || session.name === 'onnx-cpu') throw error
        await session.dispose().catch(() => undefined)
        session = await task.open('onnx-cpu', run.state)
        continue
      }
      await onEpoch?.(run)
    }
  } finally {
    await session.dispose()
  }
  return run
}

/** The same run an epoch later. */
async function oneEpoch(task: TrainingRun, session: TrainingSession, run: RunState): Promise<RunState> {
  const { fit, settings, dropout, outputs, signal } = task
  const random = xoroshiro128plusFromState(run.random)
  const epoch = run.epochs.length + 1
  const batches = batchesOf(shuffled(fit.weights.keys(), random), settings.batch)
  let total = 0
  for (const [index, rows] of batches.entries()) {
    signal?.throwIfAborted()
    const input = await fit.input(rows)
    const batch = {
      input: fit.varied ? fit.varied(input, rows, random) : input,
      targets: rowsOf(fit.targets, outputs, rows),
      weights: rowsOf(fit.weights, 1, rows),
      mask: dropoutMask(settings.batch * dropout.units, dropout.rate, random),
    }
    const progress = (epoch - 1 + index / batches.length) / settings.epochs
    total += await session.run(batch, annealed(settings.learningRate, progress))
  }
  await session.measure(inputsOf(fit, batches, signal))
  const state = await session.state()
  const watchedLoss = await task.watchedLoss(state.weights)
  const record = { epoch, loss: total / batches.length, watchedLoss }
  const best = watchedLoss < run.best.watchedLoss ? { epoch, watchedLoss, weights: state.weights } : run.best
  return { epochs: [...run.epochs, record], random: random.getState(), state, best, engine: session.name }
}

/** Whole batches of an order; what fills none is left out. */
function batchesOf(order: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.floor(order.length / size) }, (_, index) =>
    order.slice(index * size, (index + 1) * size),
  )
}

async function* inputsOf(fit: TrainingSet, batches: readonly number[][], signal?: AbortSignal) {
  for (const rows of batches) {
    signal?.throwIfAborted()
    yield await fit.input(rows)
  }
}

function rowsOf(values: Float32Array, width: number, rows: readonly number[]): Float32Array {
  const chosen = new Float32Array(rows.length * width)
  rows.forEach((row, place) => {
    chosen.set(values.subarray(row * width, (row + 1) * width), place * width)
  })
  return chosen
}

/** Cosine annealing (Loshchilov and Hutter, 10.48550/arXiv.1608.03983) without restarts; `progress` from 0 to 1. */
function annealed(learningRate: number, progress: number): number {
  return (learningRate * (1 + Math.cos(Math.PI * progress))) / 2
}

function dropoutMask(length: number, rate: number, random: RandomGenerator): Float32Array {
  const kept = 1 / (1 - rate)
  return Float32Array.from({ length }, () => (uniformFloat64(random) < rate ? 0 : kept))
}
