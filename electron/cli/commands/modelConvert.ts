import { mkdir, readFile } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { io, tensor, tidy, type Tensor } from '@tensorflow/tfjs-core'
import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers'
import { StokesError } from '../../contract/errors'
import type { ConvolutionalNetwork } from '../../models/architectures/convolutionalNetwork'
import { buildLayersModel, setWeights, toLayersModelFiles } from '../../models/architectures/layersModel'
import { networkOf } from '../../models/architectures/networkOf'
import { parameterCount, type NetworkWeights } from '../../models/architectures/networkWeights'
import { readOnnxWeights } from '../../models/checkpoints/readOnnxWeights'
import { inferenceGraph } from '../../models/onnx/inferenceGraph'
import { weightsFromOnnx } from '../../models/onnx/weightsFromOnnx'
import { decodeWeights } from '../../models/registry/decodeWeights'
import { probeSpectra } from '../../models/registry/probeSpectra'
import { runGraph } from '../../models/training/runGraph'
import { answer } from '../output'
import { writeFileSafely } from '../writeFileSafely'

export interface ModelConvertOptions {
  in: string
  out: string
  json?: boolean
}

/** What both must say the same to. */
const TOLERANCE = 1e-5
const WEIGHTS = 'weights.bin'

/**
 * A convolutional network as a TensorFlow.js LayersModel from its ONNX graph, or the other way round; written only if both say the
 * same.
 * @throws StokesError `training.wrongCheckpoint`, `usage.invalid`, `file.*`
 */
export async function modelConvert({ in: path, out, ...options }: ModelConvertOptions): Promise<void> {
  const toLayers = extname(path) === '.onnx'
  if (!toLayers && extname(out) !== '.onnx')
    throw new StokesError(
      'usage.invalid',
      `${basename(path)} is no ONNX file, so ${basename(out)} must be one.`,
      {
        tip: 'Convert model.onnx to a folder, or model.json to a file that ends in .onnx.',
      },
    )
  const converted = toLayers ? await fromOnnx(path) : await fromLayers(path)
  const { network, weights, onnx } = converted
  const largestDifference = await differenceOf(converted)
  if (!(largestDifference <= TOLERANCE))
    throw new StokesError(
      'training.wrongCheckpoint',
      `As ${toLayers ? 'a LayersModel' : 'an ONNX graph'} it would say something else: a probability differs by ${largestDifference.toExponential(1)}.`,
      { tip: 'Its layers are put together otherwise than those of cnn5 and cnn7.' },
    )
  if (toLayers) {
    const files = await toLayersModelFiles(network, weights, WEIGHTS)
    await mkdir(out, { recursive: true })
    await writeFileSafely(join(out, WEIGHTS), files.weights)
    await writeFileSafely(join(out, 'model.json'), files.modelJson)
  } else await writeFileSafely(out, onnx)
  const { inputLength, outputs = 1 } = network
  answer(
    { out, inputLength, outputs, parameters: parameterCount(network), largestDifference },
    options,
    () =>
      `${out}: ${inputLength} points, ${outputs} outputs; differs by ${largestDifference.toExponential(1)}`,
  )
}

interface Converted {
  network: ConvolutionalNetwork
  weights: NetworkWeights
  onnx: Uint8Array
  /** Read from the file, or made for it. */
  layersModel: LayersModel
}

async function fromOnnx(path: string): Promise<Converted> {
  const onnx = new Uint8Array(await read(path))
  const { nodes, tensors } = readOnnxWeights(onnx)
  const kernels = nodes.flatMap(({ name, inputs: [, kernel, bias] }) => {
    const tensor = tensors.get(kernel ?? '')
    return ['Conv', 'Gemm'].includes(name) && tensor && tensors.has(bias ?? '') ? [tensor.shape] : []
  })
  // Convolutions are [filters, channels, 1, width] there.
  const shapes = kernels.map((shape) => (shape.length === 4 ? [shape[3]!, shape[1]!, shape[0]!] : shape))
  const names = [...shapes.slice(0, -2).map((_, index) => `conv${index + 1}`), 'hidden', 'output']
  const { InferenceSession } = await import('onnxruntime-node')
  const session = await InferenceSession.create(onnx, { logSeverityLevel: 4 })
  const input = session.inputMetadata[0]
  await session.release()
  const points = input?.isTensor ? Number(input.shape.at(-1)) : NaN
  const network = networkOf(
    basename(path),
    points,
    new Map(shapes.map((shape, index) => [`${names[index]!}/kernel`, shape])),
  )
  const weights = weightsFromOnnx(network, onnx)
  const layersModel = buildLayersModel(network)
  setWeights(layersModel, network, weights)
  return { network, weights, onnx, layersModel }
}

interface LayersModelJson {
  modelTopology: { config: { layers: { config: { batch_input_shape?: (number | null)[] } }[] } }
  weightsManifest: { paths: string[]; weights: io.WeightsManifestEntry[] }[]
}

async function fromLayers(path: string): Promise<Converted> {
  const modelJson = (await read(path)).toString('utf8')
  let json: LayersModelJson
  let inputLength: number
  try {
    json = JSON.parse(modelJson) as LayersModelJson
    inputLength = Number(json.modelTopology.config.layers[0]!.config.batch_input_shape![1])
  } catch (cause) {
    throw new StokesError('training.wrongCheckpoint', `${path} is no sequential LayersModel.`, { cause })
  }
  const parts = json.weightsManifest.flatMap(({ paths }) => paths)
  const weights = Buffer.concat(
    await Promise.all(parts.map((part) => read(join(dirname(path), basename(part))))),
  )
  const shapes = json.weightsManifest.flatMap((group) => group.weights)
  const network = networkOf(
    basename(path),
    inputLength,
    new Map(shapes.map(({ name, shape }) => [name, shape])),
  )
  const decoded = decodeWeights({ modelJson, weights: new Uint8Array(weights) })
  const layersModel = await loadLayersModel(
    io.fromMemory({
      modelTopology: json.modelTopology,
      weightSpecs: shapes,
      weightData: new Uint8Array(weights).buffer,
    }),
  )
  return { network, weights: decoded, onnx: inferenceGraph(network, decoded), layersModel }
}

/** The largest difference of a probability, TensorFlow.js against ONNX Runtime, on smooth spectra. */
async function differenceOf({ network, layersModel, onnx }: Converted): Promise<number> {
  const probes = probeSpectra(network.inputLength)
  const spectra = Float32Array.from(probes.flatMap((probe) => [...probe]))
  const said = tidy(() => {
    const output = layersModel.predict(tensor(spectra, [probes.length, network.inputLength, 1])) as Tensor
    return output.dataSync()
  })
  layersModel.dispose()
  const graph = await runGraph(onnx, spectra, [1, network.inputLength], 'probability')
  return graph.reduce((most, value, index) => Math.max(most, Math.abs(value - said[index]!)), 0)
}

async function read(path: string): Promise<Buffer> {
  return readFile(path).catch((cause: unknown) => {
    throw new StokesError('file.notFound', `${path} cannot be read.`, { cause })
  })
}
