import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { StokesError } from '../../contract/errors'
import {
  residualConvolutions,
  type ResidualConvolution,
  type ResidualNetwork,
} from '../architectures/residualNetwork'
import type { NetworkWeights } from '../architectures/networkWeights'
import { readKerasFile } from './kerasFile'
import { readOnnxWeights } from './readOnnxWeights'
import { readSafetensors, type CheckpointTensor } from './safetensors'
import { toOneDimension, type KernelLayout } from './toOneDimension'

/** How a library names the parts of a ResNet and computes with them. */
interface Source {
  library: 'Keras' | 'torchvision'
  stride: ResidualNetwork['stride']
  epsilon: number
  layout: KernelLayout
  /** The convolution and its normalisation. */
  layers(convolution: ResidualConvolution): { convolution: string; normalisation: string }
  kernel: string
  /** Of the convolution; it is followed by a normalisation, so that it can go into the mean. */
  bias: string
  gamma: string
  beta: string
  mean: string
  variance: string
}

const keras: Source = {
  library: 'Keras',
  stride: 'first',
  epsilon: 1.001e-5,
  layout: 'rows-columns-in-out',
  layers({ name }) {
    const [, stage, block, part] = /^stage(\d+)\.block(\d+)\.(?:conv(\d)|shortcut)$/.exec(name) ?? []
    const stem = stage === undefined ? 'conv1' : `conv${Number(stage) + 1}_block${block}_${part ?? 0}`
    return { convolution: `${stem}_conv`, normalisation: `${stem}_bn` }
  },
  kernel: '/kernel',
  bias: '/bias',
  gamma: '/gamma',
  beta: '/beta',
  mean: '/moving_mean',
  variance: '/moving_variance',
}

const torchvision: Source = {
  library: 'torchvision',
  stride: 'second',
  epsilon: 1e-5,
  layout: 'out-in-rows-columns',
  layers({ name }) {
    const [, stage, block, part] = /^stage(\d+)\.block(\d+)\.(?:conv(\d)|shortcut)$/.exec(name) ?? []
    if (stage === undefined) return { convolution: 'conv1', normalisation: 'bn1' }
    const stem = `layer${stage}.${Number(block) - 1}`
    return part === undefined
      ? { convolution: `${stem}.downsample.0`, normalisation: `${stem}.downsample.1` }
      : { convolution: `${stem}.conv${part}`, normalisation: `${stem}.bn${part}` }
  },
  kernel: '.weight',
  bias: '.bias',
  gamma: '.weight',
  beta: '.bias',
  mean: '.running_mean',
  variance: '.running_var',
}

export interface ResidualCheckpoint {
  /** The network as the source of the checkpoint has it: its strides, its epsilon. */
  network: ResidualNetwork
  /** All but the output layer. */
  weights: NetworkWeights
  /** For the provenance of what is trained from it. */
  library: Source['library']
}

/**
 * The weights of a ResNet for images from a file (Keras `.h5`, safetensors or ONNX; the names of Keras or of torchvision),
 * brought to one dimension by {@link toOneDimension}.
 * @throws StokesError `training.wrongCheckpoint`, `file.notFound`
 */
export async function loadResidualCheckpoint(
  path: string,
  network: ResidualNetwork,
): Promise<ResidualCheckpoint> {
  const tensors = await tensorsOf(path)
  const source = [keras, torchvision].find((one) =>
    tensors.has(one.layers({ name: 'stem' } as ResidualConvolution).convolution + one.kernel),
  )
  if (!source)
    throw new StokesError(
      'training.wrongCheckpoint',
      `${path} has no first layer of a ResNet: neither conv1_conv/kernel nor conv1.weight`,
      {
        tip: 'Give a ResNet-50 of Keras or torchvision. Of an ONNX file, one exported for training: otherwise the normalisation is part of the convolutions.',
      },
    )
  const weights = new Map<string, Float32Array>()
  for (const convolution of residualConvolutions(network)) {
    const { width, channels, filters, name } = convolution
    const layers = source.layers(convolution)
    const kernelName = layers.convolution + source.kernel
    const inside = name === 'stem' ? 3 : channels
    const expected = source === keras ? [width, width, inside, filters] : [filters, inside, width, width]
    const kernel = tensorOf(tensors, kernelName, expected)
    weights.set(`${name}/kernel`, toOneDimension(kernel, expected, source.layout, channels).values)
    const vector = (suffix: string) => tensorOf(tensors, layers.normalisation + suffix, [filters])
    const bias = tensors.get(layers.convolution + source.bias)?.values
    weights.set(`${name}/gamma`, vector(source.gamma))
    weights.set(`${name}/beta`, vector(source.beta))
    weights.set(
      `${name}/moving_mean`,
      vector(source.mean).map((mean, filter) => mean - (bias?.[filter] ?? 0)),
    )
    weights.set(`${name}/moving_variance`, vector(source.variance))
  }
  const { stride, epsilon, library } = source
  return { network: { ...network, stride, epsilon }, weights, library }
}

async function tensorsOf(path: string): Promise<ReadonlyMap<string, CheckpointTensor>> {
  const kind = extname(path).toLowerCase()
  const bytes = () =>
    readFile(path).catch((cause: unknown) => {
      throw new StokesError('file.notFound', `${path} cannot be read`, { cause })
    })
  if (kind === '.safetensors') return readSafetensors(await bytes()).tensors
  if (kind === '.onnx') return readOnnxWeights(await bytes()).tensors
  if (kind === '.h5' || kind === '.hdf5') return readKerasFile(path, await bytes())
  throw new StokesError('training.wrongCheckpoint', `${path} is of no kind that Stokes reads weights from`, {
    tip: 'Give a .h5, .safetensors or .onnx file.',
  })
}

function tensorOf(
  tensors: ReadonlyMap<string, CheckpointTensor>,
  name: string,
  expected: readonly number[],
): Float32Array {
  const found = tensors.get(name)
  if (found && found.shape.join() === expected.join()) return found.values
  throw new StokesError(
    'training.wrongCheckpoint',
    found
      ? `The weights ${name} have the shape [${found.shape.join(', ')}]; a ResNet-50 has [${expected.join(', ')}] there`
      : `The checkpoint has no weights ${name}`,
    { tip: 'Give a ResNet-50 of Keras or torchvision.' },
  )
}
