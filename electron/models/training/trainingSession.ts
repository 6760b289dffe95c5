import type { NetworkWeights } from '../architectures/networkWeights'

export const trainingEngineNames = ['tfjs-node-gpu', 'onnx-webgpu', 'onnx-cpu'] as const
export type TrainingEngineName = (typeof trainingEngineNames)[number]

/** What a step learns from: as many of each as the session's batch. */
export interface TrainingBatch {
  /** One example after the other. */
  input: Float32Array
  /** [batch, outputs], from 0 to 1. */
  targets: Float32Array
  /** What each example counts in the loss. */
  weights: Float32Array
  /** Dropout: `dropoutUnits` numbers an example, 0 or 1 / (1 - rate). */
  mask: Float32Array
}

/** All that goes from step to step, by the names of the weights. */
export interface TrainingState {
  /** Those that are trained, and the averages as they were measured last. */
  weights: NetworkWeights
  /** Adam's moments. */
  first: NetworkWeights
  second: NetworkWeights
  /** Steps taken. */
  steps: number
}

/** A training program on an engine. Give it back with `dispose`. */
export interface TrainingSession {
  readonly name: TrainingEngineName
  /** Takes one step down the gradient; gives the loss before it. */
  run(batch: TrainingBatch, learningRate: number): Promise<number>
  /** What a step would follow, by the names of the weights; nothing changes. */
  gradient(batch: TrainingBatch): Promise<{ loss: number; gradient: NetworkWeights }>
  /**
   * Measures the averages by which inference normalises, with the weights as they are now, over whole batches of
   * examples. Averages that follow along while the weights move lag behind them, and what a network says with them
   * jumps from epoch to epoch (Wu and Johnson, 10.48550/arXiv.2105.07576).
   */
  measure(batches: Iterable<Float32Array> | AsyncIterable<Float32Array>): Promise<void>
  state(): Promise<TrainingState>
  dispose(): Promise<void>
}

/** The state before the first step. */
export function startingState(weights: NetworkWeights): TrainingState {
  const zeros = new Map([...weights].map(([name, { length }]) => [name, new Float32Array(length)]))
  return { weights, first: zeros, second: zeros, steps: 0 }
}
