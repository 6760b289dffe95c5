import { outputMap } from '../onnx/inferenceGraph'
import { OnnxGraph, type Value } from '../onnx/onnxGraph'

/** What a system adds to the graph. */
interface Scoring {
  /** [batch, scores], calibrated. */
  logit: Value
  /** The derivative of each score with respect to the spectrum, [batch or 1, scores, points]. */
  gradient: Value
}

/**
 * A system without layers as an ONNX model. In: `spectrum` [batch, 1, points]. Out: `probability` and `logit`
 * [batch, scores], and `cam`: gradient x input of the logit, [batch, points], or of the score of each class,
 * [batch, scores, points]; the input taken from the mean spectrum. What is positive speaks for malignant, or for the class; in
 * a linear system the map's sum is the score less its bias.
 */
export function saliencyGraph(
  name: string,
  mean: Float64Array,
  scores: number,
  scoring: (graph: OnnxGraph, deviation: Value) => Scoring,
): Uint8Array {
  const points = mean.length
  const graph = new OnnxGraph(name)
  const spectrum = graph.node('Squeeze', [graph.input('spectrum', ['batch', 1, points]), graph.integers([1])])
  const deviation = graph.node('Sub', [spectrum, graph.constant(Float32Array.from(mean), [points])])
  const { logit, gradient } = scoring(graph, deviation)
  const probability =
    scores === 1 ? graph.node('Sigmoid', [logit]) : graph.node('Softmax', [logit], { axis: 1 })
  graph.output('probability', probability, ['batch', scores])
  graph.output('logit', logit, ['batch', scores])
  const eachScore = graph.node('Unsqueeze', [deviation, graph.integers([1])])
  outputMap(graph, graph.node('Mul', [gradient, eachScore]), scores, points)
  return graph.toBytes()
}
