import type { TrainedModel } from '../inference/inferenceEngine'
import { sizeOf, type NetworkWeights } from '../architectures/networkWeights'

/** The weights of a LayersModel by name, from its two files. */
export function decodeWeights({
  modelJson,
  weights,
}: Pick<TrainedModel, 'modelJson' | 'weights'>): NetworkWeights {
  const { weightsManifest } = JSON.parse(modelJson) as {
    weightsManifest: { weights: { name: string; shape: number[] }[] }[]
  }
  const values = new Float32Array(weights.slice().buffer)
  let offset = 0
  return new Map(
    weightsManifest
      .flatMap((group) => group.weights)
      .map(({ name, shape }) => {
        const start = offset
        offset += sizeOf(shape)
        return [name, values.slice(start, offset)]
      }),
  )
}
