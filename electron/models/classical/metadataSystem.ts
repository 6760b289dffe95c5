import type { TrainedSystem } from '../training/trainer'
import { linearScores } from './linearScores'
import { metadataMatrix } from './metadataColumns'
import type { MetadataModel } from './metadataModel'
import { standardise } from './standardise'

/** The system that reads age, sex, site and skin type alone, from what was kept of it. */
export function metadataSystem(metadata: MetadataModel): TrainedSystem {
  const standardisation = {
    means: Float64Array.from(metadata.means),
    factors: Float64Array.from(metadata.factors),
  }
  const biases = Float64Array.from(metadata.biases)
  const weights = {
    values: Float64Array.from(metadata.weights),
    rows: biases.length,
    columns: metadata.means.length,
  }
  return {
    name: 'metadata',
    parameters: weights.values.length + biases.length,
    metadata,
    map: null,
    scores: ({ rows }) => {
      const standardised = standardise(metadataMatrix(rows, metadata.columns), standardisation)
      return Promise.resolve(Float32Array.from(linearScores(standardised, { weights, biases }).values))
    },
    toOnnx: () => null,
  }
}
