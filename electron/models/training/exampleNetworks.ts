import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { sizeOf, weightSpecs, type Network, type NetworkWeights } from '../architectures/networkWeights'
import type { ResidualNetwork } from '../architectures/residualNetwork'
import type { TrainingProgram } from './trainingProgram'
import type { TrainingBatch } from './trainingSession'

/** Networks for tests: all that the large ones have, in milliseconds. Odd lengths on the way (18, 9, 4). */
export const tinyConvolutional: ConvolutionalNetwork = {
  name: 'tiny',
  inputLength: 18,
  blocks: [
    { filters: 3, kernel: 5 },
    { filters: 4, kernel: 3 },
  ],
  hidden: 5,
  dropout: 0.5,
}

/** Odd lengths on the way (21, 11, 6, 3): everything that halves meets one. */
export const tinyResidual: ResidualNetwork = {
  name: 'tiny-resnet',
  inputLength: 21,
  stem: { filters: 3, kernel: 7 },
  stages: [
    { blocks: 2, width: 2 },
    { blocks: 2, width: 3 },
  ],
  stride: 'second',
  epsilon: 1e-5,
  dropout: 0.5,
}

/** From -1 to 1. */
export function uniform(length: number, seed: number): Float32Array {
  const random = xoroshiro128plus(seed)
  return Float32Array.from({ length }, () => 2 * uniformFloat64(random) - 1)
}

/** Weights in which nothing is 0 or 1, so that a part left out would show. */
export function fullWeights(network: Network): NetworkWeights {
  return new Map(
    weightSpecs(network).map(({ name, shape, role }, index) => {
      const values = uniform(sizeOf(shape), index + 1)
      if (role === 'gamma' || role === 'movingVariance') return [name, values.map((value) => 1 + 0.5 * value)]
      const fanIn = sizeOf(shape.slice(0, -1))
      return [name, role === 'kernel' ? values.map((value) => (2 * value) / Math.sqrt(fanIn)) : values]
    }),
  )
}

/** Examples of all classes, of different weight. */
export function exampleBatch(
  { input, outputs, dropoutUnits }: TrainingProgram,
  batch: number,
  mask?: Float32Array,
): TrainingBatch {
  return {
    input: uniform(batch * input.channels * input.points, 99),
    targets: Float32Array.from({ length: batch * outputs }, (_, i) =>
      Number(i % outputs === Math.floor(i / outputs) % Math.max(2, outputs)),
    ),
    weights: Float32Array.from({ length: batch }, (_, i) => 0.5 + i / batch),
    mask: mask ?? new Float32Array(batch * dropoutUnits).fill(1),
  }
}
