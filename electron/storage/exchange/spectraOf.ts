import type { ExportedMeasurement } from './exportedMeasurement'

/** One line of numbers of a measurement, under the name that it has in every format. */
export interface NamedSpectrum {
  name: string
  kind: 'mean' | 'sample' | 'dark' | 'processed' | 'saliency'
  values: ArrayLike<number>
}

/** On the axis of the detector: the mean first, then every frame as it was recorded. */
export function rawSpectraOf({ mean, frames }: ExportedMeasurement): NamedSpectrum[] {
  return [
    ...(mean ? [{ name: 'mean', kind: 'mean' as const, values: mean }] : []),
    ...frames.map(({ kind, sequence, intensities }) => ({
      name: `${kind} ${sequence}`,
      kind,
      values: intensities,
    })),
  ]
}

/** On the grid of the recipe: what the model saw, and what drove its answer. Empty without an answer. */
export function processedSpectraOf({ result }: ExportedMeasurement): NamedSpectrum[] {
  const { processed = null, saliency = null } = result?.answer ?? {}
  return [
    ...(processed ? [{ name: 'processed', kind: 'processed' as const, values: processed }] : []),
    ...(saliency ? [{ name: 'saliency', kind: 'saliency' as const, values: saliency }] : []),
  ]
}
