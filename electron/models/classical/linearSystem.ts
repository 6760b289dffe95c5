import type { SystemName, TrainedSystem } from '../training/trainer'
import { pointCells } from '../saliency/mapCells'
import { dot, matrixOf, rowOf } from './designMatrix'
import { linearScores, type LinearScores } from './linearScores'
import { saliencyGraph } from './saliencyGraph'

export interface LinearSystem {
  name: SystemName
  parameters: number
  /** Of the spectra learnt from, by point. */
  mean: Float64Array
  /** Of a spectrum's difference from the mean. */
  scores: LinearScores
}

/** A system whose scores are linear in the spectrum. */
export function linearSystem({ name, parameters, mean, scores }: LinearSystem): TrainedSystem {
  const { weights } = scores
  // What the mean spectrum scores, so that spectra can be taken as they are.
  const absolute: LinearScores = {
    weights,
    biases: scores.biases.map((bias, score) => bias - dot(mean, rowOf(weights, score))),
  }
  return {
    name,
    parameters,
    map: { method: 'gradient-input', cells: pointCells(mean.length) },
    scores: (examples) =>
      Promise.resolve(Float32Array.from(linearScores(matrixOf(examples), absolute).values)),
    toOnnx: (temperature) =>
      saliencyGraph(name, mean, scores.biases.length, (graph, deviation) => {
        const slopes = graph.constant(
          Float32Array.from(weights.values, (weight) => weight / temperature),
          [weights.rows, weights.columns],
        )
        const biases = graph.constant(
          Float32Array.from(scores.biases, (bias) => bias / temperature),
          [weights.rows],
        )
        return {
          logit: graph.node('Gemm', [deviation, slopes, biases], { transB: 1 }),
          gradient: slopes,
        }
      }),
  }
}
