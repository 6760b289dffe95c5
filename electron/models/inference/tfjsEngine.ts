import type { io, Tensor } from '@tensorflow/tfjs-core'
import type { SymbolicTensor } from '@tensorflow/tfjs-layers'
import { StokesError } from '../../contract/errors'
import { mapLength } from '../architectures/convolutionalNetwork'
import { hiddenLayer, lastMapLayer, outputLayer } from '../architectures/layerNames'
import { checkBatch } from './checkBatch'
import type { InferenceEngine, TrainedModel } from './inferenceEngine'
import { useTfjsBackend, type TfjsBackend } from './tfjsBackend'

const engineOf = { gpu: 'tfjs-node-gpu', wasm: 'tfjs-wasm', cpu: 'tfjs-cpu' } as const

/**
 * The LayersModel on TensorFlow.js. Engines of two backends in one thread take turns: the backend is a global.
 * @throws StokesError `engine.unavailable`, or Error where the backend's package does not load
 */
export async function openTfjsEngine(
  model: Pick<TrainedModel, 'network' | 'modelJson' | 'weights'>,
  backend: TfjsBackend,
): Promise<InferenceEngine> {
  await useTfjsBackend(backend)
  const tf = await import('@tensorflow/tfjs-core')
  const { loadLayersModel, model: layersModel } = await import('@tensorflow/tfjs-layers')
  const { network } = model
  const loaded = await loadLayersModel(tf.io.fromMemory(artifacts(model)))
  const layer = (name: string) => loaded.getLayer(name)
  const outputsOf = [lastMapLayer(network), hiddenLayer, outputLayer].map(
    (name) => layer(name).output as SymbolicTensor,
  )
  const probe = layersModel({ inputs: loaded.inputs, outputs: outputsOf })
  const [hiddenKernel] = layer(hiddenLayer).getWeights() as [Tensor]
  const [outputKernel, outputBias] = layer(outputLayer).getWeights() as [Tensor, Tensor]
  const name = engineOf[backend]

  /** The forward pass, and Grad-CAM in the closed form that the ONNX graph of the same model has. */
  const forward = (spectra: Float32Array, count: number) =>
    tf.tidy(() => {
      const input = tf.tensor(spectra, [count, network.inputLength, 1])
      const [map, hidden, probability] = probe.predictOnBatch(input) as [Tensor, Tensor, Tensor]
      const logit = tf.add(tf.matMul(hidden, outputKernel), outputBias)
      const slopes = tf.mul(tf.sign(hidden), tf.reshape(outputKernel, [1, -1]))
      const alpha = tf.div(tf.matMul(slopes, hiddenKernel, false, true), mapLength(network))
      const cam = tf.matMul(map, tf.expandDims(alpha, 2))
      return [probability, logit, cam] as const
    })

  return {
    name,
    async run(spectra, count) {
      checkBatch(network, spectra, count)
      let outputs: readonly Tensor[] = []
      try {
        await useTfjsBackend(backend)
        outputs = forward(spectra, count)
        const [probability, logit, cam] = await Promise.all(outputs.map(read))
        return { probability: probability!, logit: logit!, classes: new Float32Array(), cam: cam! }
      } catch (cause) {
        throw new StokesError('engine.failed', `${name} failed on ${count} spectra`, { cause })
      } finally {
        tf.dispose([...outputs])
      }
    },
    dispose() {
      loaded.dispose()
      return Promise.resolve()
    },
  }
}

async function read(tensor: Tensor): Promise<Float32Array> {
  return (await tensor.data()) as Float32Array
}

function artifacts({ modelJson, weights }: Pick<TrainedModel, 'modelJson' | 'weights'>): io.ModelArtifacts {
  const { modelTopology, weightsManifest } = JSON.parse(modelJson) as {
    modelTopology: object
    weightsManifest: io.WeightsManifestConfig
  }
  return {
    modelTopology,
    weightSpecs: weightsManifest.flatMap((group) => group.weights),
    weightData: weights.slice().buffer,
  }
}
