import { StokesError } from '../../contract/errors'
import { checkBatch } from './checkBatch'
import type { InferenceEngine, ModelOutputs, TrainedModel } from './inferenceEngine'
import { onnxProviders, type OnnxEngineName } from './onnxProviders'
import { openOnnxSession } from './onnxSession'

/**
 * A network of ours on ONNX Runtime. A run occupies the calling thread: keep it off a loop that must answer.
 * @throws StokesError `engine.unavailable`, or Error where the runtime does not load or refuses the model
 */
export async function openOnnxEngine(
  { onnx, network }: Pick<TrainedModel, 'onnx' | 'network'>,
  name: OnnxEngineName,
): Promise<InferenceEngine> {
  const { inputLength } = network
  const session = await openOnnxSession(onnx, onnxProviders[name], (Tensor) => ({
    spectrum: new Tensor('float32', new Float32Array(inputLength), [1, 1, inputLength]),
  }))
  const { Tensor } = await import('onnxruntime-node')
  return {
    name,
    async run(spectra, count) {
      checkBatch(network, spectra, count)
      const spectrum = new Tensor('float32', spectra, [count, 1, inputLength])
      try {
        const outputs = await session.run({ spectrum })
        return {
          probability: outputs.probability!.data,
          logit: outputs.logit!.data,
          classes: new Float32Array(),
          cam: outputs.cam!.data,
        } as ModelOutputs
      } catch (cause) {
        throw new StokesError('engine.failed', `${name} failed on ${count} spectra`, { cause })
      }
    },
    dispose: () => session.release(),
  }
}
