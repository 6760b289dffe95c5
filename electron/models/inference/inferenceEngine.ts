import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { BroughtModel } from './broughtModel'

/** In the order of trying. The last is a hundred times slower than the rest. */
export const engineNames = [
  'onnx-cpu',
  'onnx-cuda',
  'onnx-webgpu',
  'onnx-dml',
  'onnx-coreml',
  'tfjs-node-gpu',
  'tfjs-wasm',
  'tfjs-cpu',
] as const
export type EngineName = (typeof engineNames)[number]

/** What a model says of a batch of spectra, one after the other. */
export interface ModelOutputs {
  /** Of malignancy, calibrated. */
  probability: Float32Array
  /** ln(p / (1 - p)) of that probability. */
  logit: Float32Array
  /** Of each class, calibrated, one after the other; empty for a model of two classes. */
  classes: Float32Array
  /**
   * Grad-CAM of the logit, one row of the model's map length a spectrum; positive speaks for malignant. Empty where the
   * model has no such map, or it was not asked for.
   */
  cam: Float32Array
}

export interface RunOptions {
  /** Whether Grad-CAM is wanted; where it costs much, it is left out otherwise. @default true */
  saliency?: boolean
}

/** Runs one model. Give it back with `dispose` when it is no longer needed. */
export interface InferenceEngine {
  readonly name: EngineName
  /**
   * @param spectra as the model's recipe leaves them, one after the other
   * @param count how many there are
   * @throws StokesError `model.wrongShape`, `engine.failed`
   */
  run(spectra: Float32Array, count: number, options?: RunOptions): Promise<ModelOutputs>
  dispose(): Promise<void>
}

/** A network of ours as engines load it: the same weights twice, for ONNX Runtime and for TensorFlow.js. */
export interface TrainedModel {
  network: ConvolutionalNetwork
  onnx: Uint8Array
  modelJson: string
  weights: Uint8Array
}

/** What an engine can be opened for. */
export type EngineModel = TrainedModel | BroughtModel
