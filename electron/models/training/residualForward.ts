import {
  residualChannels,
  stageShape,
  walkResidualNetwork,
  type ResidualNetwork,
} from '../architectures/residualNetwork'
import type { Value } from '../onnx/onnxGraph'
import {
  channelAverage,
  channelConvolution,
  channelMaxPool,
  channelNormalisation,
  toChannelMap,
  type ChannelMap,
} from './channelLayers'
import type { NetworkBody } from './networkBody'
import { add, dense, dropout, relu } from './trainableLayers'

/** A residual network in training from stage `from` on, given what the stages before it put out. */
export function residualForward(network: ResidualNetwork, from: number): NetworkBody {
  const input = from === 0 ? { channels: 1, points: network.inputLength } : stageShape(network, from - 1)
  return {
    input,
    dropoutUnits: residualChannels(network),
    trains: (name) => name.startsWith('output/') || stageOf(name) >= from,
    features(tape, parameter, examples, batch) {
      const statistics: Value[] = []
      const map = walkResidualNetwork<ChannelMap>(
        network,
        {
          convolution(map, { name, ...window }) {
            const convolved = channelConvolution(tape, map, parameter(`${name}/kernel`), window)
            const [gamma, beta] = [parameter(`${name}/gamma`), parameter(`${name}/beta`)]
            const { epsilon } = network
            const normalised = channelNormalisation(tape, convolved, gamma, beta, { batch, epsilon })
            statistics.push(normalised.mean, normalised.variance)
            return normalised.output
          },
          relu: (map) => ({ ...map, value: relu(tape, map.value) }),
          maxPool: (map) => channelMaxPool(tape, map),
          add: (left, right) => ({ ...left, value: add(tape, left.value, right.value) }),
        },
        toChannelMap(tape, examples, input),
        { from },
      )
      return { features: channelAverage(tape, map), statistics }
    },
    head(tape, parameter, features, mask) {
      const kept = dropout(tape, features, mask)
      return dense(tape, kept, parameter('output/kernel'), parameter('output/bias'))
    },
  }
}

function stageOf(name: string): number {
  return Number(/^stage(\d+)\./.exec(name)?.[1] ?? 0)
}
