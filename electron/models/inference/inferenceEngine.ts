import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'

export const engineNames = ['onnx-cpu', 'onnx-webgpu', 'tfjs-node-gpu', 'tfjs-wasm', 'tfjs-cpu'] as const
export type EngineName = (typeof engineNames)[number]

/** What a model says of a batch of spectra, one after the other. */
export interface ModelOutputs {
  /** Of malignancy, calibrated. */
  probability: Float32Array
  /** ln(p / (1 - p)) of that probability. */
  logit: Float32Array
  /** Grad-CAM of the logit, one row of the network's map length a spectrum; positive speaks for malignant. */
  cam: Float32Array
}

/** Runs one model. Give it back with `dispose` when it is no longer needed. */
export interface InferenceEngine {
  readonly name: EngineName
  /**
   * @param spectra as the model's recipe leaves them, one after the other
   * @param count how many there are
   * @throws StokesError `model.wrongShape`, `engine.failed`
   */
  run(spectra: Float32Array, count: number): Promise<ModelOutputs>
  dispose(): Promise<void>
}

/** A model as engines load it: the same weights twice, for ONNX Runtime and for TensorFlow.js. */
export interface EngineModel {
  network: ConvolutionalNetwork
  onnx: Uint8Array
  modelJson: string
  weights: Uint8Array
}
