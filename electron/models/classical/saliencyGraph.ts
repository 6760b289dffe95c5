import { OnnxGraph, type Value } from '../onnx/onnxGraph'

/** What a system adds to the graph. */
interface Scoring {
  /** [batch, scores], calibrated. */
  logit: Value
  /**
   * The derivative of one score with respect to the spectrum, [batch or 1, points].
   * @param select takes from a table with a row for each score the row of the score that is asked for
   */
  gradientOf: (select: (table: Value) => Value) => Value
}

/**
 * A system without layers as an ONNX model. In: `spectrum` [batch, 1, points]. Out: `probability` and `logit`
 * [batch, scores], and `cam` [batch, points]: gradient x input of the logit (of the most probable class where there is
 * one score a class), the input taken from the mean spectrum. What is positive speaks for that class; in a linear
 * system the map's sum is the logit less its bias.
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
  const { logit, gradientOf } = scoring(graph, deviation)
  const select = (table: Value) => {
    if (scores === 1) return table
    return graph.node('Gather', [table, graph.node('ArgMax', [logit], { axis: 1, keepdims: 0 })], { axis: 0 })
  }
  const probability =
    scores === 1 ? graph.node('Sigmoid', [logit]) : graph.node('Softmax', [logit], { axis: 1 })
  graph.output('probability', probability, ['batch', scores])
  graph.output('logit', logit, ['batch', scores])
  graph.output('cam', graph.node('Mul', [gradientOf(select), deviation]), ['batch', points])
  return graph.toBytes()
}
