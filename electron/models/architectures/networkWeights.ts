import { StokesError } from '../../contract/errors'
import type { ConvolutionalNetwork } from './convolutionalNetwork'
import { residualWeightSpecs, type ResidualNetwork } from './residualNetwork'
import type { WeightSpec } from './weightSpec'

export type Network = ConvolutionalNetwork | ResidualNetwork

/** All weights of a network by name, each in row-major order. */
export type NetworkWeights = ReadonlyMap<string, Float32Array>

/** The weights that a network has, in the order of its layers. */
export function weightSpecs(network: Network): WeightSpec[] {
  return 'stages' in network ? residualWeightSpecs(network) : convolutionalWeightSpecs(network)
}

function convolutionalWeightSpecs(network: ConvolutionalNetwork): WeightSpec[] {
  const outputs = network.outputs ?? 1
  let channels = 1
  const blocks = network.blocks.flatMap(({ filters, kernel }, index): WeightSpec[] => {
    const shape = [kernel, channels, filters]
    channels = filters
    const block = index + 1
    return [
      { name: `conv${block}/kernel`, shape, role: 'kernel' },
      { name: `conv${block}/bias`, shape: [filters], role: 'bias' },
      { name: `norm${block}/gamma`, shape: [filters], role: 'gamma' },
      { name: `norm${block}/beta`, shape: [filters], role: 'beta' },
      { name: `norm${block}/moving_mean`, shape: [filters], role: 'movingMean' },
      { name: `norm${block}/moving_variance`, shape: [filters], role: 'movingVariance' },
    ]
  })
  return [
    ...blocks,
    { name: 'hidden/kernel', shape: [channels, network.hidden], role: 'kernel' },
    { name: 'hidden/bias', shape: [network.hidden], role: 'bias' },
    { name: 'output/kernel', shape: [network.hidden, outputs], role: 'kernel' },
    { name: 'output/bias', shape: [outputs], role: 'bias' },
  ]
}

/** Whether training follows the gradient of a weight; the moving averages are measured instead. */
export function isTrainable({ role }: WeightSpec): boolean {
  return role !== 'movingMean' && role !== 'movingVariance'
}

/** How many numbers training finds. */
export function parameterCount(network: Network): number {
  return weightSpecs(network)
    .filter(isTrainable)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0)
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, extent) => product * extent, 1)
}

/**
 * One array of weights.
 * @throws StokesError `model.wrongShape`
 */
export function weightOf(weights: NetworkWeights, name: string): Float32Array {
  const values = weights.get(name)
  if (!values) throw new StokesError('model.wrongShape', `The model has no weights named ${name}`)
  return values
}

/**
 * Refuses weights that are not those of the network.
 * @throws StokesError `model.wrongShape`
 */
export function checkWeights(network: Network, weights: NetworkWeights): void {
  for (const { name, shape } of weightSpecs(network)) {
    const found = weightOf(weights, name).length
    if (found === sizeOf(shape)) continue
    throw new StokesError(
      'model.wrongShape',
      `The weights ${name} hold ${found} numbers; ${network.name} has ${sizeOf(shape)} there`,
    )
  }
}
