import type { LesionLabel, SaliencyBand } from '../contract/answer'
import type { Origin } from '../contract/frame'
import { mapStride } from './architectures/convolutionalNetwork'
import type { InferenceEngine } from './inference/inferenceEngine'
import type { ModelBundle } from './registry/modelBundle'
import { salientBands } from './saliency/salientBands'
import { saliencyFor, toSpectrumGrid } from './saliency/saliencyGrid'

/** What a model says of one spectrum, and what in the spectrum it says it from. */
export interface Judgement {
  /** Of malignancy, calibrated. */
  probability: number
  logit: number
  /** Malignant at or above the model's threshold. */
  label: LesionLabel
  /** On the grid of the recipe, 0 to 1, for `label`. */
  saliency: Float64Array
  bands: SaliencyBand[]
}

/** @throws StokesError `model.wrongShape`, `engine.failed` */
export type Judge = (processed: Float64Array) => Promise<Judgement>

/** A model on an engine, as a function from a spectrum that its recipe prepared. */
export function createJudge(bundle: ModelBundle, engine: InferenceEngine): Judge {
  const { manifest, grid } = bundle
  const { network, threshold } = manifest
  return async (processed) => {
    const spectrum = Float32Array.from(processed)
    const outputs = await engine.run(spectrum, 1)
    const probability = outputs.probability[0]!
    const malignant = probability >= threshold
    const direction = malignant ? 1 : -1
    const map = saliencyFor(outputs.cam, direction)
    return {
      probability,
      logit: outputs.logit[0]!,
      label: malignant ? 'malignant' : 'benign',
      saliency: toSpectrumGrid(map, network),
      bands: await salientBands({ network, engine, grid, spectrum, map, direction }),
    }
  }
}

/** Distance of two independent points of a model's saliency map, cm-1. */
export function saliencyResolution({ manifest, grid }: ModelBundle): number {
  return mapStride(manifest.network) * (grid[1]! - grid[0]!)
}

/**
 * Whether a model may give a class and a probability for spectra of an origin. One that learnt from simulated patients
 * never judges a real one, nor the other way round.
 */
export function mayJudge({ manifest }: Pick<ModelBundle, 'manifest'>, origin: Origin): boolean {
  return (manifest.provenance.origin === 'simulated') === (origin === 'simulated')
}
