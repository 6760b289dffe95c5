import { StokesError } from '../../contract/errors'
import { openBroughtEngine } from './broughtEngine'
import type { EngineModel, EngineName, InferenceEngine } from './inferenceEngine'
import { openOnnxEngine } from './onnxEngine'
import { openTfjsEngine } from './tfjsEngine'

/** The model on an engine by its name. @throws where the engine is not to be had on this machine */
export async function openEngine(name: EngineName, model: EngineModel): Promise<InferenceEngine> {
  switch (name) {
    case 'onnx-cpu':
    case 'onnx-cuda':
    case 'onnx-webgpu':
    case 'onnx-dml':
    case 'onnx-coreml':
      return 'network' in model ? openOnnxEngine(model, name) : openBroughtEngine(model, name)
    case 'tfjs-node-gpu':
      return openTfjsEngine(trained(model), 'gpu')
    case 'tfjs-wasm':
      return openTfjsEngine(trained(model), 'wasm')
    case 'tfjs-cpu':
      return openTfjsEngine(trained(model), 'cpu')
  }
}

function trained(model: EngineModel) {
  if ('network' in model) return model
  throw new StokesError('engine.unavailable', 'TensorFlow.js cannot run an ONNX file', {
    tip: 'Use one of the ONNX Runtime engines.',
  })
}
