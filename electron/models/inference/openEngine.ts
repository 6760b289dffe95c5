import type { EngineModel, EngineName, InferenceEngine } from './inferenceEngine'
import { openOnnxEngine } from './onnxEngine'
import { openTfjsEngine } from './tfjsEngine'

/** The model on an engine by its name. @throws where the engine is not to be had on this machine */
export function openEngine(name: EngineName, model: EngineModel): Promise<InferenceEngine> {
  switch (name) {
    case 'onnx-cpu':
      return openOnnxEngine(model, 'cpu')
    case 'onnx-webgpu':
      return openOnnxEngine(model, 'webgpu')
    case 'tfjs-node-gpu':
      return openTfjsEngine(model, 'gpu')
    case 'tfjs-wasm':
      return openTfjsEngine(model, 'wasm')
    case 'tfjs-cpu':
      return openTfjsEngine(model, 'cpu')
  }
}
