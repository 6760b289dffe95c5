import { sizeOf, weightOf, type NetworkWeights } from '../architectures/networkWeights'
import type { WeightSpec } from '../architectures/weightSpec'
import { totalSize } from './trainingGraph'

/** Weights end to end as one vector. */
export function joinWeights(weights: NetworkWeights, specs: readonly WeightSpec[]): Float32Array {
  const values = new Float32Array(totalSize(specs))
  let offset = 0
  for (const { name } of specs) {
    const part = weightOf(weights, name)
    values.set(part, offset)
    offset += part.length
  }
  return values
}

/** The parts of one vector, by name: the inverse of {@link joinWeights}. */
export function splitWeights(values: Float32Array, specs: readonly WeightSpec[]): Map<string, Float32Array> {
  let offset = 0
  return new Map(
    specs.map(({ name, shape }) => {
      const start = offset
      offset += sizeOf(shape)
      return [name, values.slice(start, offset)] as const
    }),
  )
}
