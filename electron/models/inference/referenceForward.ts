import {
  BATCH_NORMALISATION_EPSILON,
  mapLength,
  type ConvolutionalNetwork,
} from '../architectures/convolutionalNetwork'
import { weightOf, type NetworkWeights } from '../architectures/networkWeights'

/** Channels by points, each channel a row. */
type FeatureMap = Float64Array[]

export interface ReferenceOutput {
  probability: number
  logit: number
  /** Grad-CAM of the logit, one number a point of the last map; positive speaks for malignant. */
  cam: Float64Array
}

/**
 * The network on one spectrum in double precision, layer by layer as the textbook has it: slow, and independent of
 * every engine. Its outputs are what engines are held against.
 */
export function referenceForward(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  spectrum: ArrayLike<number>,
): ReferenceOutput {
  const [only] = referenceScores(network, weights, spectrum)
  const { score: logit, cam } = only!
  return { probability: 1 / (1 + Math.exp(-logit)), logit, cam }
}

/** What the network puts out, of more than two classes the score of each, with Grad-CAM of it. */
export function referenceScores(
  network: ConvolutionalNetwork,
  weights: NetworkWeights,
  spectrum: ArrayLike<number>,
): { score: number; cam: Float64Array }[] {
  let pooled: FeatureMap = [Float64Array.from(spectrum)]
  let map: FeatureMap = []
  network.blocks.forEach((_, index) => {
    map = block(pooled, weights, index + 1)
    pooled = map.map(maxPool)
  })
  const means = pooled.map((row) => row.reduce((sum, value) => sum + value, 0) / row.length)

  const hiddenKernel = weightOf(weights, 'hidden/kernel')
  const outputKernel = weightOf(weights, 'output/kernel')
  const units = network.hidden
  const hidden = Array.from(weightOf(weights, 'hidden/bias'), (bias, unit) =>
    Math.max(
      0,
      means.reduce((sum, mean, k) => sum + mean * hiddenKernel[k * units + unit]!, bias),
    ),
  )
  const outputs = network.outputs ?? 1
  const length = mapLength(network)
  return Array.from(weightOf(weights, 'output/bias'), (bias, output) => {
    const slopes = Float64Array.from(hidden, (_, unit) => outputKernel[unit * outputs + output]!)
    const score = hidden.reduce((sum, value, unit) => sum + value * slopes[unit]!, bias)
    const cam = new Float64Array(length)
    map.forEach((row, k) => {
      const alpha =
        hidden.reduce(
          (sum, value, unit) => sum + (value > 0 ? slopes[unit]! * hiddenKernel[k * units + unit]! : 0),
          0,
        ) / length
      row.forEach((value, t) => (cam[t]! += alpha * value))
    })
    return { score, cam }
  })
}

/** Convolution, normalisation by the moving averages, ReLU. */
function block(input: FeatureMap, weights: NetworkWeights, number: number): FeatureMap {
  const kernel = weightOf(weights, `conv${number}/kernel`)
  const gamma = weightOf(weights, `norm${number}/gamma`)
  const beta = weightOf(weights, `norm${number}/beta`)
  const mean = weightOf(weights, `norm${number}/moving_mean`)
  const variance = weightOf(weights, `norm${number}/moving_variance`)
  const filters = gamma.length
  const width = kernel.length / (input.length * filters)
  const half = (width - 1) / 2
  return Array.from(weightOf(weights, `conv${number}/bias`), (bias, filter) => {
    const row = new Float64Array(input[0]!.length).fill(bias)
    input.forEach((channel, c) => {
      for (let tap = 0; tap < width; tap++) {
        const factor = kernel[(tap * input.length + c) * filters + filter]!
        const shift = tap - half
        const end = Math.min(row.length, row.length - shift)
        for (let t = Math.max(0, -shift); t < end; t++) row[t]! += factor * channel[t + shift]!
      }
    })
    const scale = gamma[filter]! / Math.sqrt(variance[filter]! + BATCH_NORMALISATION_EPSILON)
    return row.map((value) => Math.max(0, (value - mean[filter]!) * scale + beta[filter]!))
  })
}

/** The larger of each two neighbours; an odd last point is dropped. */
function maxPool(row: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.floor(row.length / 2) }, (_, t) =>
    Math.max(row[2 * t]!, row[2 * t + 1]!),
  )
}
