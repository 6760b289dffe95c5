import type { Value } from '../onnx/onnxGraph'
import type { GradientTape } from './gradientTape'
import { slice } from './trainableLayers'

/*
 * Layers with their derivatives for networks whose time goes into convolutions with few taps and many channels. Maps are
 * [channels, batch · points]: each convolution and each of its derivatives is then one product of large matrices over
 * the whole batch, on a CPU twice as fast as a convolution a spectrum.
 */

/** `value` is [channels, batch · points]. */
export interface ChannelMap {
  value: Value
  channels: number
  points: number
}

interface Window {
  filters: number
  /** Points of the kernel, odd; the map is padded by half of them with zeros. */
  width: number
  stride: number
}

/** Examples [batch, channels, points] as a map; no gradient goes back through it. */
export function toChannelMap(
  { graph }: GradientTape,
  input: Value,
  { channels, points }: { channels: number; points: number },
): ChannelMap {
  const turned = graph.node('Transpose', [input], { perm: [1, 0, 2] })
  return { value: graph.node('Reshape', [turned, graph.integers([channels, -1])]), channels, points }
}

/** Convolution with a kernel [width, channels in, channels out], without a bias. */
export function channelConvolution(
  tape: GradientTape,
  { value, channels, points }: ChannelMap,
  kernel: Value,
  { filters, width, stride }: Window,
): ChannelMap {
  const { graph } = tape
  const pad = (width - 1) / 2
  const outPoints = Math.ceil(points / stride)
  const matrix = graph.node('Reshape', [kernel, graph.integers([width * channels, filters])])
  const columns = width === 1 && stride === 1 ? value : columnsOf()
  const output = graph.node('Gemm', [matrix, columns], { transA: 1 })
  const recorded = tape.record(output, [value, kernel], (gradient) => [
    () => {
      const spread = graph.node('MatMul', [matrix, gradient])
      return width === 1 && stride === 1 ? spread : gather(spread)
    },
    () => {
      const product = graph.node('Gemm', [columns, gradient], { transB: 1 })
      return graph.node('Reshape', [product, graph.integers([width, channels, filters])])
    },
  ])
  return { value: recorded, channels: filters, points: outPoints }

  /** What each tap of the kernel meets: [width · channels, batch · points out]. */
  function columnsOf(): Value {
    const bare = cube(tape, value, channels, points)
    const padded = pad === 0 ? bare : graph.node('Pad', [bare, graph.integers([0, 0, pad, 0, 0, pad])])
    const taps = Array.from({ length: width }, (_, tap) => {
      const range = [tap, tap + (outPoints - 1) * stride + 1, 2, stride].map((entry) =>
        graph.integers([entry]),
      )
      return graph.node('Slice', [padded, ...range])
    })
    return flat(tape, graph.node('Concat', taps, { axis: 0 }), width * channels)
  }

  /** The other way: what the taps say of each point, added up. */
  function gather(spread: Value): Value {
    const parts = Array.from({ length: width }, (_, tap) => {
      const rows = slice(tape, spread, 0, tap * channels, (tap + 1) * channels)
      const apart = upsample(tape, cube(tape, rows, channels, outPoints), channels, outPoints, stride)
      const before = tap - pad
      const after = points - outPoints * stride - before
      return graph.node('Pad', [apart, graph.integers([0, 0, before, 0, 0, after])])
    })
    const total = parts.reduce((sum, part) => graph.node('Add', [sum, part]))
    return flat(tape, total, channels)
  }
}

/** Batch normalisation by the batch's own mean and (biased) variance, both [channels, 1]. */
export function channelNormalisation(
  tape: GradientTape,
  { value, channels, points }: ChannelMap,
  gamma: Value,
  beta: Value,
  { batch, epsilon }: { batch: number; epsilon: number },
): { output: ChannelMap; mean: Value; variance: Value } {
  const { graph } = tape
  const column = (vector: Value) => graph.node('Reshape', [vector, graph.integers([channels, 1])])
  const average = (map: Value) => graph.node('ReduceMean', [map], { axes: [1] })
  const mean = average(value)
  const centred = graph.node('Sub', [value, mean])
  const variance = average(graph.node('Mul', [centred, centred]))
  const deviation = graph.node('Sqrt', [graph.node('Add', [variance, graph.constant(epsilon)])])
  const scale = graph.node('Div', [column(gamma), deviation])
  const output = graph.node('Add', [graph.node('Mul', [centred, scale]), column(beta)])
  const recorded = tape.record(output, [value, gamma, beta], (gradient) => {
    const meanGradient = average(gradient)
    const alongNormalised = graph.node('Div', [average(graph.node('Mul', [gradient, centred])), deviation])
    const total = (vector: Value) => {
      const entries = graph.node('Reshape', [vector, graph.integers([channels])])
      return graph.node('Mul', [entries, graph.constant(batch * points)])
    }
    return [
      () => {
        const share = graph.node('Mul', [centred, graph.node('Div', [alongNormalised, deviation])])
        const free = graph.node('Sub', [graph.node('Sub', [gradient, meanGradient]), share])
        return graph.node('Mul', [free, scale])
      },
      () => total(alongNormalised),
      () => total(meanGradient),
    ]
  })
  return { output: { value: recorded, channels, points }, mean, variance }
}

/** The largest of each three neighbours, every second of them; beyond the ends there is nothing. */
export function channelMaxPool(tape: GradientTape, { value, channels, points }: ChannelMap): ChannelMap {
  const { graph } = tape
  const outPoints = Math.ceil(points / 2)
  const odd = points % 2
  const least = graph.constant(-1e30)
  const padded = graph.node('Pad', [
    cube(tape, value, channels, points),
    graph.integers([0, 0, 2, 0, 0, odd]),
    least,
  ])
  const [left, middle, right] = [1, 2, 3].map((first) => {
    const range = [first, first + 2 * outPoints - 1, 2, 2].map((entry) => graph.integers([entry]))
    return graph.node('Slice', [padded, ...range])
  }) as [Value, Value, Value]
  const largest = graph.node('Max', [left, middle, right])
  const recorded = tape.record(flat(tape, largest, channels), [value], (gradient) => [
    () => {
      // The first of equals takes the gradient.
      const rest = cube(tape, gradient, channels, outPoints)
      const none = graph.constant(0)
      const isLeft = graph.node('Equal', [left, largest])
      const isMiddle = graph.node('Equal', [middle, largest])
      const toLeft = graph.node('Where', [isLeft, rest, none])
      const notLeft = graph.node('Where', [isLeft, none, rest])
      const toMiddle = graph.node('Where', [isMiddle, notLeft, none])
      const toRight = graph.node('Where', [isMiddle, none, notLeft])
      // The left neighbour of a window is the right one of the window before it.
      const shifted = graph.node('Pad', [
        slice(tape, toLeft, 2, 1, outPoints),
        graph.integers([0, 0, 0, 0, 0, 1]),
      ])
      const pairs = [toMiddle, graph.node('Add', [toRight, shifted])].map((part) =>
        graph.node('Unsqueeze', [part, graph.integers([3])]),
      )
      const woven = cube(tape, graph.node('Concat', pairs, { axis: 3 }), channels, 2 * outPoints)
      return flat(tape, odd ? slice(tape, woven, 2, 0, points) : woven, channels)
    },
  ])
  return { value: recorded, channels, points: outPoints }
}

/** The mean over the points: [batch, channels]. */
export function channelAverage(tape: GradientTape, { value, channels, points }: ChannelMap): Value {
  const { graph } = tape
  const perChannel = graph.node('ReduceMean', [cube(tape, value, channels, points)], {
    axes: [2],
    keepdims: 0,
  })
  const output = graph.node('Transpose', [perChannel], { perm: [1, 0] })
  return tape.record(output, [value], (gradient) => [
    () => {
      const share = graph.node('Mul', [gradient, graph.constant(1 / points)])
      const turned = graph.node('Transpose', [share], { perm: [1, 0] })
      const columnOf = graph.node('Unsqueeze', [turned, graph.integers([2])])
      return flat(tape, graph.node('Expand', [columnOf, graph.integers([1, 1, points])]), channels)
    },
  ])
}

/** [channels, batch, points]. */
function cube({ graph }: GradientTape, value: Value, channels: number, points: number): Value {
  return graph.node('Reshape', [value, graph.integers([channels, -1, points])])
}

function flat({ graph }: GradientTape, value: Value, channels: number): Value {
  return graph.node('Reshape', [value, graph.integers([channels, -1])])
}

/** Each point followed by zeros: [channels, batch, points · stride]. */
function upsample(tape: GradientTape, value: Value, channels: number, points: number, stride: number): Value {
  if (stride === 1) return value
  const { graph } = tape
  const apart = graph.node('Pad', [
    graph.node('Unsqueeze', [value, graph.integers([3])]),
    graph.integers([0, 0, 0, 0, 0, 0, 0, stride - 1]),
  ])
  return cube(tape, apart, channels, points * stride)
}
