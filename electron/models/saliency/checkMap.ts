import type { ArtefactKind, SaliencyMethod, SaliencyTrust } from '../../contract/saliency'
import type { InferenceEngine } from '../inference/inferenceEngine'
import type { ModelBundle } from '../registry/modelBundle'
import { artefactShares, edgesOf, type ArtefactRegion } from './artefactShares'
import { deletionCurve } from './deletionCurve'
import { evidenceFor } from './evidence'
import { OCCLUSION_WIDTH, pointsOf } from './occlusionWindows'
import { directionOf, redrawnCorrelations } from './redrawnCorrelations'
import { saliencyFor, toSpectrumGrid } from './saliencyGrid'
import { adjoiningStretches } from './stretches'

export interface CheckMapTask {
  bundle: ModelBundle
  engine: InferenceEngine
  /** As the model sees it. */
  spectrum: Float32Array
  seed: number
  /** @default the model's own */
  method?: SaliencyMethod | undefined
  /** Of the training, where it is known: what stretches are replaced by. */
  mean?: Float32Array | undefined
  /** Beside the edges of the grid. @default none known */
  artefacts?: readonly ArtefactRegion[] | undefined
}

const LARGEST_P = 0.05
/** Above it, much of the map is what the spectrum alone would give. */
const LARGEST_CORRELATION = 0.5
/** A map is said to sit on an artefact if it has so much of itself there, and so many times what chance would put there. */
const LARGEST_SHARE = 0.25
const LARGEST_EXCESS = 3

const WORDS: Record<ArtefactKind, string> = {
  edge: 'the two ends of the axis',
  saturated: 'saturated pixels',
  badPixels: 'bad pixels, whose values are interpolated',
  cosmicRay: 'places where cosmic rays were removed',
  residualLaser: 'residual light of the laser',
}

/**
 * Holds the map of one spectrum against chance, against a model that has learnt nothing, and against what is no tissue.
 * A thousand runs of the model: for one case that somebody looks at.
 */
export async function checkMap(task: CheckMapTask): Promise<SaliencyTrust> {
  const { bundle, engine, spectrum, seed, mean, artefacts: known = [] } = task
  const { grid } = bundle
  const direction = await directionOf(engine, bundle, spectrum)
  const evidence = await evidenceFor({ ...bundle, engine }, spectrum, { method: task.method, mean })
  const { method, cells, values } = evidence

  const towards = toSpectrumGrid(
    values.map((value) => direction * value),
    cells,
    grid.length,
  )
  const stretches = adjoiningStretches(grid.length, pointsOf(OCCLUSION_WIDTH, grid))
  const scores = Float64Array.from(
    stretches,
    ({ start, end }) => towards.subarray(start, end).reduce((sum, value) => sum + value, 0) / (end - start),
  )
  const deletion = await deletionCurve({ engine, spectrum, stretches, scores, direction, seed, mean })
  const correlations = await redrawnCorrelations(bundle, spectrum, evidence, direction, { seed, mean })
  const redrawn = correlations && {
    correlations,
    mean: correlations.reduce((sum, value) => sum + value, 0) / correlations.length,
  }
  const map = toSpectrumGrid(saliencyFor(values, direction), cells, grid.length)
  const artefacts = artefactShares(grid, map, [...edgesOf(grid), ...known])
  const checks = { deletion, redrawn, artefacts }
  return { method, ...checks, warnings: warningsOf(checks) }
}

function warningsOf({
  deletion,
  redrawn,
  artefacts,
}: Pick<SaliencyTrust, 'deletion' | 'redrawn' | 'artefacts'>) {
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`
  const warnings: string[] = []
  const { p, area, randomArea } = deletion
  if (p > LARGEST_P)
    warnings.push(
      `The map does no better than chance: replacing what it marks leaves a mean probability of ${area.toFixed(2)}, random places ${randomArea.toFixed(2)} (p = ${p.toFixed(2)}).`,
    )
  if (redrawn && redrawn.mean > LARGEST_CORRELATION)
    warnings.push(
      `The map shows the spectrum more than the model: with redrawn weights it is much the same (rank correlation ${redrawn.mean.toFixed(2)}).`,
    )
  for (const { kind, ofMap, ofAxis } of artefacts)
    if (ofMap > LARGEST_SHARE && ofMap > LARGEST_EXCESS * ofAxis)
      warnings.push(`${percent(ofMap)} of the map lies on ${WORDS[kind]} (${percent(ofAxis)} of the axis).`)
  return warnings
}
