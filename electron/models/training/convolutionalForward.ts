import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { Value } from '../onnx/onnxGraph'
import type { NetworkBody } from './networkBody'
import {
  batchNormalisation,
  convolution,
  dense,
  dropout,
  globalAveragePool,
  maxPool,
  relu,
} from './trainableLayers'

/** Numbers of a kernel from which on its gradient is one product over the batch; fewer, and the turning costs more. */
const LARGE_KERNEL = 2 ** 17

/** A convolutional network in training, normalised by the batch's own statistics. */
export function convolutionalForward(network: ConvolutionalNetwork): NetworkBody {
  return {
    input: { channels: 1, points: network.inputLength },
    dropoutUnits: network.hidden,
    trains: () => true,
    features(tape, parameter, input, batch) {
      const statistics: Value[] = []
      let map = input
      let points = network.inputLength
      let channels = 1
      network.blocks.forEach(({ filters, kernel: width }, index) => {
        const block = index + 1
        const size = { width, points, large: width * channels * filters > LARGE_KERNEL }
        map = convolution(tape, map, parameter(`conv${block}/kernel`), parameter(`conv${block}/bias`), size)
        channels = filters
        const gamma = parameter(`norm${block}/gamma`)
        const beta = parameter(`norm${block}/beta`)
        const normalised = batchNormalisation(tape, map, gamma, beta, { batch, channels, points })
        statistics.push(normalised.mean, normalised.variance)
        // The largest of two is rectified, not the larger of two rectified: the same, for half the work.
        map = relu(tape, maxPool(tape, normalised.output, { batch, channels, points }))
        points = Math.floor(points / 2)
      })
      return { features: globalAveragePool(tape, map, { batch, channels, points }), statistics }
    },
    head(tape, parameter, features, mask) {
      const hidden = relu(tape, dense(tape, features, parameter('hidden/kernel'), parameter('hidden/bias')))
      const kept = dropout(tape, hidden, mask)
      return dense(tape, kept, parameter('output/kernel'), parameter('output/bias'))
    },
  }
}
