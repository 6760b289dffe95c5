import { mapLength, mapStride, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import { stageShape, type ResidualNetwork } from '../architectures/residualNetwork'

/** Where the cells of a saliency map lie on the spectrum, in its points. */
export interface MapCells {
  length: number
  /** Points from one cell to the next; need not be whole. */
  stride: number
  /** The middle of the first cell. */
  first: number
}

/** Those of a network of ours: a cell stands for as many points as the poolings before it have joined. */
export function cellsOf(network: ConvolutionalNetwork): MapCells {
  const stride = mapStride(network)
  return { length: mapLength(network), stride, first: (stride - 1) / 2 }
}

/** Those of a residual network: every halving keeps the first point, so the first cell is in the middle of it. */
export function residualCellsOf(network: ResidualNetwork): MapCells {
  const halvings = network.stages.length + 1
  return { length: stageShape(network, network.stages.length).points, stride: 2 ** halvings, first: 0 }
}

/** Those of a map with a number for each point. */
export function pointCells(points: number): MapCells {
  return { length: points, stride: 1, first: 0 }
}

/** Those of a map that covers the spectrum evenly. */
export function evenCells(points: number, length: number): MapCells {
  const stride = points / length
  return { length, stride, first: (stride - 1) / 2 }
}
