import { systemNameSchema } from '../../contract/learning'
import type { MetadataModel } from '../classical/metadataModel'
import type { DataSetRow } from '../datasets/dataSet'
import type { SystemMap } from '../saliency/systemMap'

export const systemNames = systemNameSchema.options
export type SystemName = (typeof systemNames)[number]

/** Spectra as a recipe leaves them, with what they are and what is known of their patients. */
export interface Examples {
  rows: readonly DataSetRow[]
  /** One after the other. */
  spectra: Float32Array
  /** Of one spectrum. */
  points: number
}

export interface TrainingProgress {
  /** What is being done: "epoch", "generation", "fold". */
  stage: string
  /** From 1. */
  step: number
  /** Most steps that there may be. */
  steps: number
  /** Of the training examples and of the watched ones, where the system has them. */
  loss?: number
  watchedLoss?: number
  /** Milliseconds, if all steps are taken. */
  timeLeftMs?: number
}

export interface TrainerTask {
  classes: readonly string[]
  /** cm-1, of the examples. */
  grid: Float64Array
  /** What the system learns from. */
  fit: Examples
  /** What tells when to stop: other patients than those of `fit`. */
  watched: Examples
  seed: number
  /**
   * File in which a run keeps its state, so that it can be resumed: where it is there, the run goes on from it: a
   * network from its last epoch, a search from its last generation or fold.
   */
  checkpoint?: string
  onProgress?: (progress: TrainingProgress) => void
  signal?: AbortSignal
}

/**
 * A system that has learnt. Its scores are uncalibrated: of two classes one logit a spectrum, ln(p / (1 - p)) of the
 * second class; of more, one a class, the softmax of which is the probability.
 */
export interface TrainedSystem {
  name: SystemName
  /** Numbers that training found, for people to compare. */
  parameters: number
  /** What it was trained with: "onnx-cpu"; absent: plain TypeScript. */
  engine?: string
  /** What its weights were before, in one sentence; empty or absent: nothing. */
  startText?: string
  /** Of the system that reads no spectra: what is kept of it. */
  metadata?: MetadataModel
  /** What the output `cam` of its graph is; null for a system that does not read spectra. */
  map: SystemMap | null
  /** @returns scores one spectrum after the other */
  scores(examples: Examples): Promise<Float32Array>
  /**
   * The system as an ONNX graph with its scores divided by a temperature: input `spectrum` [n, 1, points]; outputs
   * `probability` and `logit` [n, scores], `cam` [n, map points], the evidence for the (second, or most probable) class
   * along the spectrum. Null for a system that does not read spectra.
   */
  toOnnx(temperature: number): Uint8Array | null
}

/** One of the systems, with its settings. The same task gives the same system, to the bit, on the same engine. */
export interface Trainer {
  name: SystemName
  /** @throws StokesError `training.*`; the reason of `signal` when it is aborted */
  train(task: TrainerTask): Promise<TrainedSystem>
}
