import { StokesError } from '../../contract/errors'
import type { SaliencyMethod } from '../../contract/saliency'
import type { InferenceEngine } from '../inference/inferenceEngine'
import type { ModelBundle } from '../registry/modelBundle'
import { gradientTimesInput } from './gradientTimesInput'
import type { MapCells } from './mapCells'
import { occlusionDrops } from './occlusion'
import { OCCLUSION_STEP, occlusionWindows, pointsOf } from './occlusionWindows'
import { resolvedMap } from './resolvedMap'
import { adjoiningStretches } from './stretches'

/** What in a spectrum speaks for malignant, where it is positive, and against it, where it is negative. */
export interface Evidence {
  method: SaliencyMethod
  cells: MapCells
  /** A number a cell. */
  values: Float64Array
}

/** A model on an engine. */
export interface MappedModel extends Pick<ModelBundle, 'name' | 'grid' | 'cells' | 'saliencyMethod'> {
  engine: InferenceEngine
}

export interface EvidenceOptions {
  /** @default the model's own */
  method?: SaliencyMethod | undefined
  /** What a gradient is taken from, where the model does not say: the mean of the training. @default 0 everywhere, the mean that a recipe with `snv` leaves */
  mean?: Float32Array | undefined
}

/**
 * A map of one spectrum by any method that the model allows. Every model has `occlusion` and `gradient-input`; Grad-CAM
 * takes one that gives it out.
 * @throws StokesError `model.unsupported`
 */
export async function evidenceFor(
  model: MappedModel,
  spectrum: Float32Array,
  { method = model.saliencyMethod, mean }: EvidenceOptions = {},
): Promise<Evidence> {
  const { engine, grid, cells } = model
  if (method === model.saliencyMethod && cells) {
    const { cam } = await engine.run(spectrum, 1)
    return { method, ...resolvedMap(grid, cells, cam) }
  }
  switch (method) {
    case 'occlusion': {
      const windows = occlusionWindows(grid)
      const values = await occlusionDrops(engine, spectrum, windows.stretches)
      return { method, cells: windows.cells, values }
    }
    case 'gradient-input': {
      const stride = pointsOf(OCCLUSION_STEP, grid)
      const stretches = adjoiningStretches(grid.length, stride)
      const values = await gradientTimesInput(engine, spectrum, stretches, mean)
      return { method, cells: { length: stretches.length, stride, first: (stride - 1) / 2 }, values }
    }
    case 'grad-cam':
      throw new StokesError('model.unsupported', `${model.name} gives out no feature map for Grad-CAM.`, {
        tip: 'Use occlusion or gradient x input.',
      })
  }
}
