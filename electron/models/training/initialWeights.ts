import type { RandomGenerator } from 'pure-rand/types/RandomGenerator'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { sizeOf, weightSpecs, type Network, type NetworkWeights } from '../architectures/networkWeights'

/**
 * Weights before the first step: kernels uniform after Glorot and Bengio (AISTATS 2010), as Keras does; biases 0,
 * normalisation the identity.
 */
export function initialWeights(network: Network, random: RandomGenerator): NetworkWeights {
  return new Map(
    weightSpecs(network).map(({ name, shape, role }) => {
      const values = new Float32Array(sizeOf(shape))
      if (role === 'gamma' || role === 'movingVariance') values.fill(1)
      if (role === 'kernel') {
        const [fanOut = 1, fanIn = 1, width = 1] = shape.toReversed()
        const limit = Math.sqrt(6 / (width * (fanIn + fanOut)))
        for (let i = 0; i < values.length; i++) values[i] = limit * (2 * uniformFloat64(random) - 1)
      }
      return [name, values] as const
    }),
  )
}
