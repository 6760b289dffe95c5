import '@tensorflow/tfjs-backend-cpu'
import { enableProdMode, io, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { layers, sequential, type LayersModel, type Sequential } from '@tensorflow/tfjs-layers'
import { BATCH_NORMALISATION_EPSILON, type ConvolutionalNetwork } from './convolutionalNetwork'
import { hiddenLayer, outputLayer } from './layerNames'
import { checkWeights, weightOf, weightSpecs, type NetworkWeights } from './networkWeights'

// Without it the library greets whoever runs it in Node on the console.
enableProdMode()

/** The network as a TensorFlow.js LayersModel: [batch, inputLength, 1] in, probabilities [batch, outputs] out. */
export function buildLayersModel(network: ConvolutionalNetwork): Sequential {
  const model = sequential({ name: network.name })
  network.blocks.forEach(({ filters, kernel }, index) => {
    const block = index + 1
    model.add(
      layers.conv1d({
        name: `conv${block}`,
        filters,
        kernelSize: kernel,
        padding: 'same',
        ...(index === 0 && { inputShape: [network.inputLength, 1] }),
      }),
    )
    model.add(layers.batchNormalization({ name: `norm${block}`, epsilon: BATCH_NORMALISATION_EPSILON }))
    model.add(layers.activation({ name: `relu${block}`, activation: 'relu' }))
    model.add(layers.maxPooling1d({ name: `pool${block}`, poolSize: 2, padding: 'valid' }))
  })
  model.add(layers.globalAveragePooling1d({ name: 'average' }))
  model.add(layers.dense({ name: hiddenLayer, units: network.hidden, activation: 'relu' }))
  model.add(layers.dropout({ name: 'dropout', rate: network.dropout }))
  const outputs = network.outputs ?? 1
  model.add(
    layers.dense({ name: outputLayer, units: outputs, activation: outputs === 1 ? 'sigmoid' : 'softmax' }),
  )
  return model
}

/**
 * Puts weights into a model that {@link buildLayersModel} made.
 * @throws StokesError `model.wrongShape`
 */
export function setWeights(model: LayersModel, network: ConvolutionalNetwork, weights: NetworkWeights): void {
  checkWeights(network, weights)
  tidy(() => {
    const tensors: Record<string, Tensor> = {}
    for (const { name, shape } of weightSpecs(network))
      tensors[name] = tensor(weightOf(weights, name), [...shape])
    model.loadWeights(tensors)
  })
}

/** The two files of a LayersModel: the text of model.json and the bytes of the weights file that it names. */
export interface LayersModelFiles {
  modelJson: string
  weights: Uint8Array
}

/** A network with its weights in the format that `tf.loadLayersModel` reads. */
export async function toLayersModelFiles(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  weightsFile: string,
): Promise<LayersModelFiles> {
  const model = buildLayersModel(network)
  setWeights(model, network, weights)
  const artifacts = await new Promise<io.ModelArtifacts>((resolve, reject) => {
    const handler = io.withSaveHandler((saved) => {
      resolve(saved)
      return Promise.resolve({ modelArtifactsInfo: io.getModelArtifactsInfoForJSON(saved) })
    })
    model.save(handler).catch(reject)
  })
  model.dispose()
  const { modelTopology, format, generatedBy, weightSpecs: specs, weightData } = artifacts
  const json = {
    format,
    generatedBy,
    convertedBy: null,
    modelTopology,
    weightsManifest: [{ paths: [weightsFile], weights: specs }],
  }
  return {
    modelJson: JSON.stringify(json, null, 1) + '\n',
    weights: new Uint8Array(io.CompositeArrayBuffer.join(weightData)),
  }
}

/** The weights of a model by name: the inverse of {@link setWeights}. */
export function getWeights(model: LayersModel): NetworkWeights {
  return new Map(
    model.weights.map((weight) => [weight.originalName, weight.read().dataSync().slice() as Float32Array]),
  )
}
