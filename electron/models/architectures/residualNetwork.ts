import type { WeightSpec } from './weightSpec'

/**
 * ResNet-50 (He et al., 10.1109/CVPR.2016.90) in one dimension: a stem (convolution 7/2, max pool 3/2), stages of
 * bottleneck blocks (1, 3, 1, with a shortcut around them), then the mean over the axis, dropout and the output.
 * Convolutions have no bias: each is followed by batch normalisation, which takes any constant away.
 */
export interface ResidualNetwork {
  name: string
  /** Points of the spectrum. */
  inputLength: number
  stem: { filters: number; kernel: number }
  /** `width` channels within a block, {@link EXPANSION} times as many out of it; all but the first stage halve the points. */
  stages: readonly { blocks: number; width: number }[]
  /** The convolution of a block that halves the points: the first in Keras, the second (of three) in torchvision. */
  stride: 'first' | 'second'
  /** Of batch normalisation: 1.001e-5 in Keras, 1e-5 in torchvision. */
  epsilon: number
  /** Share of the means that is left out in a training step. */
  dropout: number
  /** As of a convolutional network. */
  outputs?: number
}

export const EXPANSION = 4

/** 15 956 289 trainable parameters for two classes, in convolutions, normalisations and the output. */
export const resnet50: ResidualNetwork = {
  name: 'resnet50',
  inputLength: 1200,
  stem: { filters: 64, kernel: 7 },
  stages: [
    { blocks: 3, width: 64 },
    { blocks: 4, width: 128 },
    { blocks: 6, width: 256 },
    { blocks: 3, width: 512 },
  ],
  stride: 'second',
  epsilon: 1e-5,
  dropout: 0.5,
}

/** A convolution with its batch normalisation; padded so that a stride of 1 keeps the points. */
export interface ResidualConvolution {
  /** `stem`, `stage1.block2.conv3`, `stage1.block1.shortcut`. */
  name: string
  /** 0 for the stem. */
  stage: number
  /** Points of the kernel. */
  width: number
  stride: number
  channels: number
  filters: number
}

/** What a network is made of, for whoever computes with it: a training graph, an inference graph, another library. */
export interface ResidualLayers<Map> {
  /** Convolution and batch normalisation. */
  convolution(input: Map, convolution: ResidualConvolution): Map
  relu(input: Map): Map
  /** The largest of each three neighbours, every second of them. */
  maxPool(input: Map): Map
  add(left: Map, right: Map): Map
}

/**
 * The network from its input, or from what stage `from` - 1 puts out, to what stage `to` puts out. The stem is stage 0
 * with its pooling; stages count from 1.
 */
export function walkResidualNetwork<Map>(
  network: ResidualNetwork,
  layers: ResidualLayers<Map>,
  input: Map,
  { from = 0, to = network.stages.length } = {},
): Map {
  let map = input
  for (let stage = from; stage <= to; stage++) {
    if (stage === 0) {
      map = layers.maxPool(layers.relu(layers.convolution(map, stemOf(network))))
      continue
    }
    for (let block = 1; block <= network.stages[stage - 1]!.blocks; block++) {
      const { branch, shortcut } = blockOf(network, stage, block)
      // In the order of the weights, in which whoever listens to the convolutions counts on them.
      const [first, second, third] = branch
      const narrow = layers.relu(layers.convolution(map, first))
      const bent = layers.convolution(layers.relu(layers.convolution(narrow, second)), third)
      map = layers.relu(layers.add(bent, shortcut ? layers.convolution(map, shortcut) : map))
    }
  }
  return map
}

/** All convolutions, in the order of the layers. */
export function residualConvolutions(network: ResidualNetwork): ResidualConvolution[] {
  const blocks = network.stages.flatMap(({ blocks: count }, index) =>
    Array.from({ length: count }, (_, block) => blockOf(network, index + 1, block + 1)),
  )
  return [
    stemOf(network),
    ...blocks.flatMap(({ branch, shortcut }) => [...branch, ...(shortcut ? [shortcut] : [])]),
  ]
}

/** Channels that the last stage puts out. */
export function residualChannels({ stages }: ResidualNetwork): number {
  return stages.at(-1)!.width * EXPANSION
}

/** Channels and points of what a stage puts out. */
export function stageShape(network: ResidualNetwork, stage: number): { channels: number; points: number } {
  let points = Math.ceil(Math.ceil(network.inputLength / 2) / 2)
  for (let each = 2; each <= stage; each++) points = Math.ceil(points / 2)
  const channels = stage === 0 ? network.stem.filters : network.stages[stage - 1]!.width * EXPANSION
  return { channels, points }
}

export function residualWeightSpecs(network: ResidualNetwork): WeightSpec[] {
  const outputs = network.outputs ?? 1
  const convolutions = residualConvolutions(network).flatMap(
    ({ name, width, channels, filters }): WeightSpec[] => [
      { name: `${name}/kernel`, shape: [width, channels, filters], role: 'kernel' },
      { name: `${name}/gamma`, shape: [filters], role: 'gamma' },
      { name: `${name}/beta`, shape: [filters], role: 'beta' },
      { name: `${name}/moving_mean`, shape: [filters], role: 'movingMean' },
      { name: `${name}/moving_variance`, shape: [filters], role: 'movingVariance' },
    ],
  )
  return [
    ...convolutions,
    { name: 'output/kernel', shape: [residualChannels(network), outputs], role: 'kernel' },
    { name: 'output/bias', shape: [outputs], role: 'bias' },
  ]
}

function stemOf({ stem }: ResidualNetwork): ResidualConvolution {
  return { name: 'stem', stage: 0, width: stem.kernel, stride: 2, channels: 1, filters: stem.filters }
}

function blockOf(network: ResidualNetwork, stage: number, block: number) {
  const { width } = network.stages[stage - 1]!
  const out = width * EXPANSION
  const channels =
    block > 1 ? out : stage === 1 ? network.stem.filters : network.stages[stage - 2]!.width * EXPANSION
  const stride = block === 1 && stage > 1 ? 2 : 1
  const [first, second] = network.stride === 'first' ? [stride, 1] : [1, stride]
  const name = `stage${stage}.block${block}`
  const branch: [ResidualConvolution, ResidualConvolution, ResidualConvolution] = [
    { name: `${name}.conv1`, stage, width: 1, stride: first, channels, filters: width },
    { name: `${name}.conv2`, stage, width: 3, stride: second, channels: width, filters: width },
    { name: `${name}.conv3`, stage, width: 1, stride: 1, channels: width, filters: out },
  ]
  const shortcut: ResidualConvolution | null =
    block === 1 ? { name: `${name}.shortcut`, stage, width: 1, stride, channels, filters: out } : null
  return { branch, shortcut }
}
