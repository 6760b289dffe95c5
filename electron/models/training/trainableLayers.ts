import { BATCH_NORMALISATION_EPSILON } from '../architectures/convolutionalNetwork'
import type { OnnxGraph, Value } from '../onnx/onnxGraph'
import type { GradientTape } from './gradientTape'

/*
 * Layers with their derivatives, over maps [batch, channels, points]. Each records on the tape how its gradient
 * goes back; kernels have the layout of TensorFlow.js.
 */

interface MapShape {
  batch: number
  channels: number
  points: number
}

/** Convolution with an odd kernel [width, channels in, channels out] that keeps the number of points. */
export function convolution(
  tape: GradientTape,
  input: Value,
  kernel: Value,
  bias: Value,
  { width, points, large = false }: { width: number; points: number; large?: boolean },
): Value {
  const { graph } = tape
  const pad = (width - 1) / 2
  const window = { kernel_shape: [width], pads: [pad, pad] }
  const channelsFirst = graph.node('Transpose', [kernel], { perm: [2, 1, 0] })
  const output = graph.node('Conv', [input, channelsFirst, bias], window)
  return tape.record(output, [input, kernel, bias], (gradient) => [
    () => {
      // ConvTranspose would say the same, at a third of the speed on a CPU.
      const reversed = graph.node('Transpose', [reverseTaps(tape, kernel)], { perm: [1, 2, 0] })
      return graph.node('Conv', [gradient, reversed], window)
    },
    () => {
      const padded = graph.node('Pad', [input, graph.integers([0, 0, pad, 0, 0, pad])])
      const taps = Array.from({ length: width }, (_, tap) => slice(tape, padded, 2, tap, tap + points))
      const columns = graph.node('Concat', taps, { axis: 1 })
      const sum = large ? productOverAll(graph, columns, gradient) : sumOfProducts(graph, columns, gradient)
      return graph.node('Reshape', [sum, graph.node('Shape', [kernel])])
    },
    () => graph.node('ReduceSum', [gradient, graph.integers([0, 2])], { keepdims: 0 }),
  ])
}

/** Batch normalisation by the batch's own mean and (biased) variance, both [1, channels, 1]. */
export function batchNormalisation(
  tape: GradientTape,
  input: Value,
  gamma: Value,
  beta: Value,
  { batch, channels, points }: MapShape,
): { output: Value; mean: Value; variance: Value } {
  const { graph } = tape
  const perChannel = (value: Value) => graph.node('Reshape', [value, graph.integers([1, channels, 1])])
  const average = (value: Value) => graph.node('ReduceMean', [value], { axes: [0, 2] })
  const mean = average(input)
  const centred = graph.node('Sub', [input, mean])
  const variance = average(graph.node('Mul', [centred, centred]))
  const deviation = graph.node('Sqrt', [
    graph.node('Add', [variance, graph.constant(BATCH_NORMALISATION_EPSILON)]),
  ])
  const normalised = graph.node('Div', [centred, deviation])
  const scale = perChannel(gamma)
  const output = graph.node('Add', [graph.node('Mul', [normalised, scale]), perChannel(beta)])
  const recorded = tape.record(output, [input, gamma, beta], (gradient) => {
    const meanGradient = average(gradient)
    const meanProduct = average(graph.node('Mul', [gradient, normalised]))
    const total = (value: Value) => {
      const flat = graph.node('Reshape', [value, graph.integers([channels])])
      return graph.node('Mul', [flat, graph.constant(batch * points)])
    }
    return [
      () => {
        const alongNormalised = graph.node('Mul', [normalised, meanProduct])
        const free = graph.node('Sub', [graph.node('Sub', [gradient, meanGradient]), alongNormalised])
        return graph.node('Mul', [free, graph.node('Div', [scale, deviation])])
      },
      () => total(meanProduct),
      () => total(meanGradient),
    ]
  })
  return { output: recorded, mean, variance }
}

export function relu(tape: GradientTape, input: Value): Value {
  const { graph } = tape
  const output = graph.node('Relu', [input])
  return tape.record(output, [input], (gradient) => [
    () => graph.node('Mul', [gradient, graph.node('Sign', [output])]),
  ])
}

/** The larger of each two neighbours; an odd last point is dropped. */
export function maxPool(tape: GradientTape, input: Value, { batch, channels, points }: MapShape): Value {
  const { graph } = tape
  const window = { kernel_shape: [2], strides: [2] }
  if (tape.knowsPlaces) {
    const [largest, places] = graph.pair('MaxPool', [input], window)
    return tape.record(largest, [input], (gradient) => [
      () => graph.node('MaxUnpool', [gradient, places, graph.node('Shape', [input])], window),
    ])
  }
  const pairs = Math.floor(points / 2)
  const output = graph.node('MaxPool', [input], window)
  return tape.record(output, [input], (gradient) => [
    () => {
      const range = [0, 2 * pairs, 2, 2].map((entry) => graph.integers([entry]))
      const left = graph.node('Slice', [input, ...range])
      const isLeft = graph.node('Equal', [left, output])
      const none = graph.constant(0)
      const parts = [
        graph.node('Where', [isLeft, gradient, none]),
        graph.node('Where', [isLeft, none, gradient]),
      ].map((part) => graph.node('Unsqueeze', [part, graph.integers([3])]))
      const woven = graph.node('Reshape', [
        graph.node('Concat', parts, { axis: 3 }),
        graph.integers([batch, channels, 2 * pairs]),
      ])
      return points % 2 ? graph.node('Pad', [woven, graph.integers([0, 0, 0, 0, 0, 1])]) : woven
    },
  ])
}

/** The mean over the points: [batch, channels]. */
export function globalAveragePool(
  tape: GradientTape,
  input: Value,
  { batch, channels, points }: MapShape,
): Value {
  const { graph } = tape
  const output = graph.node('ReduceMean', [input], { axes: [2], keepdims: 0 })
  return tape.record(output, [input], (gradient) => [
    () => {
      const share = graph.node('Mul', [gradient, graph.constant(1 / points)])
      const column = graph.node('Unsqueeze', [share, graph.integers([2])])
      return graph.node('Expand', [column, graph.integers([batch, channels, points])])
    },
  ])
}

/** A fully connected layer with a kernel [in, out]. */
export function dense(tape: GradientTape, input: Value, kernel: Value, bias: Value): Value {
  const { graph } = tape
  const output = graph.node('Gemm', [input, kernel, bias])
  return tape.record(output, [input, kernel, bias], (gradient) => [
    () => graph.node('Gemm', [gradient, kernel], { transB: 1 }),
    () => graph.node('Gemm', [input, gradient], { transA: 1 }),
    () => graph.node('ReduceSum', [gradient, graph.integers([0])], { keepdims: 0 }),
  ])
}

/** The sum of two maps of one shape, as at the end of a shortcut. */
export function add(tape: GradientTape, left: Value, right: Value): Value {
  const output = tape.graph.node('Add', [left, right])
  return tape.record(output, [left, right], (gradient) => [() => gradient, () => gradient])
}

/** Dropout by a mask that the caller draws: 0 where a unit is left out, 1 / (1 - rate) where it stays. */
export function dropout(tape: GradientTape, input: Value, mask: Value): Value {
  const { graph } = tape
  const output = graph.node('Mul', [input, mask])
  return tape.record(output, [input], (gradient) => [() => graph.node('Mul', [gradient, mask])])
}

/** The entries from `start` up to `end` along one axis. */
export function slice(tape: GradientTape, value: Value, axis: number, start: number, end: number): Value {
  const { graph } = tape
  return graph.node('Slice', [value, graph.integers([start]), graph.integers([end]), graph.integers([axis])])
}

/**
 * Σ over the batch of columns · gradientᵀ, each [batch, rows, points], one product a spectrum. Where a product has more
 * numbers than the maps, as those of wide and deep kernels have, {@link productOverAll} is faster.
 */
function sumOfProducts(graph: OnnxGraph, columns: Value, gradient: Value): Value {
  const perSpectrum = graph.node('MatMul', [
    columns,
    graph.node('Transpose', [gradient], { perm: [0, 2, 1] }),
  ])
  return graph.node('ReduceSum', [perSpectrum, graph.integers([0])], { keepdims: 0 })
}

/** The same sum as one product over all points of all spectra. */
function productOverAll(graph: OnnxGraph, columns: Value, gradient: Value): Value {
  const [rows, others] = [columns, gradient].map((value) => {
    const rowsFirst = graph.node('Transpose', [value], { perm: [1, 0, 2] })
    return graph.node('Flatten', [rowsFirst])
  }) as [Value, Value]
  return graph.node('Gemm', [rows, others], { transB: 1 })
}

function reverseTaps({ graph }: GradientTape, kernel: Value): Value {
  const beforeStart = -(2 ** 31)
  const range = [-1, beforeStart, 0, -1].map((entry) => graph.integers([entry]))
  return graph.node('Slice', [kernel, ...range])
}
