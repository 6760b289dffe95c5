import { sizeOf } from '../architectures/networkWeights'
import type { WeightSpec } from '../architectures/weightSpec'

/** Means and variances of several batches of one size as those of all together. */
export function poolStatistics(
  batches: readonly ReadonlyMap<string, Float32Array>[],
  specs: readonly WeightSpec[],
): Map<string, Float32Array> {
  const average = (of: (batch: ReadonlyMap<string, Float32Array>) => number) =>
    batches.reduce((sum, batch) => sum + of(batch), 0) / batches.length
  return new Map(
    specs.map(({ name, role, shape }) => {
      const meanName = name.replace('moving_variance', 'moving_mean')
      const values = Float32Array.from({ length: sizeOf(shape) }, (_, channel) => {
        const mean = average((batch) => batch.get(meanName)![channel]!)
        if (role === 'movingMean') return mean
        return average((batch) => batch.get(name)![channel]! + (batch.get(meanName)![channel]! - mean) ** 2)
      })
      return [name, values]
    }),
  )
}
