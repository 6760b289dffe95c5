import { openEngine } from '../inference/openEngine'
import type { EngineName, InferenceEngine } from '../inference/inferenceEngine'
import { redrawWeights } from '../onnx/redrawWeights'
import type { ModelBundle } from '../registry/modelBundle'
import { evidenceFor, type Evidence } from './evidence'
import { rankCorrelation } from './rankCorrelation'
import type { Direction } from './saliencyGrid'

/** The class that a model says. */
export async function directionOf(
  engine: InferenceEngine,
  { threshold }: Pick<ModelBundle, 'threshold'>,
  spectrum: Float32Array,
): Promise<Direction> {
  const { probability } = await engine.run(spectrum, 1, { saliency: false })
  return probability[0]! >= threshold ? 1 : -1
}

export interface RedrawnOptions {
  seed: number
  /** @default 5 */
  draws?: number | undefined
  /** @default 'onnx-cpu' */
  engine?: EngineName | undefined
  mean?: Float32Array | undefined
}

/**
 * The rank correlation of what speaks for the answer with what, in the same model with redrawn weights, speaks for its
 * answer to the same spectrum, draw by draw: the model parameter randomisation test of Adebayo et al.,
 * 10.48550/arXiv.1810.03292. A map that stays the same shows the spectrum, not the model. Null where the model has no
 * weights to redraw.
 */
export async function redrawnCorrelations(
  bundle: ModelBundle,
  spectrum: Float32Array,
  { method, values }: Evidence,
  direction: Direction,
  { seed, draws = 5, engine: name = 'onnx-cpu', mean }: RedrawnOptions,
): Promise<number[] | null> {
  const correlations: number[] = []
  for (let draw = 0; draw < draws; draw++) {
    const onnx = redrawWeights(bundle.onnx, seed + 1000 * draw)
    if (!onnx) return null
    const engine = await openEngine(name, { ...bundle, onnx })
    try {
      const redrawn = await evidenceFor({ ...bundle, engine }, spectrum, { method, mean })
      const turned = direction * (await directionOf(engine, bundle, spectrum))
      correlations.push(
        rankCorrelation(
          values,
          redrawn.values.map((value) => turned * value),
        ),
      )
    } finally {
      await engine.dispose()
    }
  }
  return correlations
}
