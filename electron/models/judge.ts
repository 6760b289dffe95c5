import type { LesionLabel, MapBand, SaliencyBand } from '../contract/answer'
import type { Origin } from '../contract/frame'
import type { SaliencyMethod } from '../contract/saliency'
import { meanOf } from './evaluation/outlierModel'
import { INFERENCE_BATCH, inferAll, type InferAllOptions } from './inference/inferAll'
import type { InferenceEngine } from './inference/inferenceEngine'
import type { ModelBundle } from './registry/modelBundle'
import { evidenceFor } from './saliency/evidence'
import type { MapCells } from './saliency/mapCells'
import { OCCLUSION_WIDTH } from './saliency/occlusionWindows'
import { resolvedCells, resolvedMap } from './saliency/resolvedMap'
import { confirmBands, mapBands } from './saliency/salientBands'
import { saliencyFor, toSpectrumGrid, type Direction } from './saliency/saliencyGrid'

/** What a model says of one spectrum, and what in the spectrum it says it from. */
export interface Judgement {
  /** Of malignancy, calibrated. */
  probability: number
  logit: number
  /** Malignant at or above the model's threshold. */
  label: LesionLabel
  /** Probability of each class of the model, calibrated; null where it tells two apart. */
  classes: number[] | null
  /** On the grid of the recipe, 0 to 1, for `label`. */
  saliency: Float64Array
  saliencyMethod: SaliencyMethod
  /** Where the map is high. */
  mapBands: MapBand[]
  /** The same, confirmed. Empty where they were not asked for. */
  bands: SaliencyBand[]
  /** What it was computed on. */
  engine: string
}

export interface JudgeOptions extends Pick<InferAllOptions, 'signal' | 'onProgress'> {
  /** Bands and their candidate molecules: a hundred and sixty more runs a spectrum. @default true */
  bands?: boolean
}

/** @throws StokesError `model.wrongShape`, `spectrum.notFinite`, `engine.failed`; the reason of the signal */
export type Judge = (processed: readonly Float64Array[], options?: JudgeOptions) => Promise<Judgement[]>

/**
 * Confirms the bands of a spectrum's map, and names candidate molecules for them: a hundred and sixty runs.
 *
 * @param judged the label that the map speaks for
 * @throws as {@link Judge}
 */
export type ConfirmBands = (
  processed: Float64Array,
  judged: Pick<Judgement, 'label' | 'mapBands'>,
) => Promise<SaliencyBand[]>

export function createConfirmBands({ grid }: ModelBundle, engine: InferenceEngine): ConfirmBands {
  return (processed, { label, mapBands: bands }) =>
    confirmBands(
      { engine, grid, spectrum: Float32Array.from(processed), direction: directionOf(label) },
      bands,
    )
}

/** A model on an engine, as a function from spectra that its recipe prepared. */
export function createJudge(bundle: ModelBundle, engine: InferenceEngine): Judge {
  const { grid, threshold } = bundle
  const mean = bundle.familiar ? meanOf(bundle.familiar) : undefined
  const confirm = createConfirmBands(bundle, engine)

  /** The map in its cells: the model's own, or what covering each stretch costs where it has none. */
  async function mapOf(
    spectrum: Float32Array,
    cam: Float32Array,
    direction: Direction,
  ): Promise<{ map: Float64Array; cells: MapCells }> {
    const { values, cells } = bundle.cells
      ? resolvedMap(grid, bundle.cells, cam)
      : await evidenceFor({ ...bundle, engine }, spectrum, { mean })
    return { map: saliencyFor(values, direction), cells }
  }

  return async (processed, { bands = true, signal, onProgress } = {}) => {
    const judgements: Judgement[] = []
    // Maps are of the size of a model's batch, so that what is kept does not grow with the number of spectra.
    for (let start = 0; start < processed.length; start += INFERENCE_BATCH) {
      const spectra = processed
        .slice(start, start + INFERENCE_BATCH)
        .map((values) => Float32Array.from(values))
      const outputs = await inferAll(engine, joined(spectra), spectra.length, { signal })
      const { name } = engine
      const points = outputs.cam.length / spectra.length
      const classes = bundle.classes.length
      for (const [index, spectrum] of spectra.entries()) {
        signal?.throwIfAborted()
        const probability = outputs.probability[index]!
        const label = probability >= threshold ? 'malignant' : 'benign'
        const cam = outputs.cam.subarray(index * points, (index + 1) * points)
        const { map, cells } = await mapOf(spectrum, cam, directionOf(label))
        const judged = { label, mapBands: mapBands({ cells, grid, map }) } as const
        judgements.push({
          ...judged,
          probability,
          classes: classes > 2 ? [...outputs.classes.subarray(index * classes, (index + 1) * classes)] : null,
          logit: outputs.logit[index]!,
          saliency: toSpectrumGrid(map, cells, grid.length),
          saliencyMethod: bundle.saliencyMethod,
          bands: bands ? await confirm(processed[start + index]!, judged) : [],
          engine: name,
        })
        onProgress?.(judgements.length)
      }
    }
    return judgements
  }
}

function directionOf(label: LesionLabel): Direction {
  return label === 'malignant' ? 1 : -1
}

function joined(spectra: readonly Float32Array[]): Float32Array {
  const points = spectra[0]?.length ?? 0
  const whole = new Float32Array(spectra.reduce((sum, spectrum) => sum + spectrum.length, 0))
  spectra.forEach((spectrum, index) => {
    whole.set(spectrum, index * points)
  })
  return whole
}

/** Distance of two independent points of a model's saliency map, cm-1. */
export function saliencyResolution({ cells, grid }: ModelBundle): number {
  return cells ? resolvedCells(grid, cells).stride * (grid[1]! - grid[0]!) : OCCLUSION_WIDTH
}

/**
 * Whether a model may give a class and a probability for spectra of an origin. One that learnt from simulated patients
 * never judges a real one, nor the other way round.
 */
export function mayJudge(model: Pick<ModelBundle, 'origin'>, origin: Origin): boolean {
  return (model.origin === 'simulated') === (origin === 'simulated')
}
