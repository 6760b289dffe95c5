import { candidatesNear } from '../../analysis/bands/candidatesNear'
import { salientIntervals } from '../../analysis/bands/salientIntervals'
import type { SaliencyBand } from '../../contract/answer'
import { mapStride, type ConvolutionalNetwork } from '../architectures/convolutionalNetwork'
import type { InferenceEngine } from '../inference/inferenceEngine'
import { occlusionDrops, slidingStretches, type Stretch } from './occlusion'
import type { Direction } from './saliencyGrid'

/** The window that slides over the spectrum, cm-1: about as wide as the bands of tissue. */
const OCCLUSION_WIDTH = 24
/** Its steps, cm-1. */
const OCCLUSION_STEP = 8
/** A band is confirmed if covering it costs the answer at least this share of what the costliest window costs. */
const CONFIRMING_SHARE = 0.2

/** What the bands of one spectrum are worked out from. */
export interface SalientBandsInput {
  network: ConvolutionalNetwork
  engine: InferenceEngine
  /** cm-1, evenly spaced. */
  grid: Float64Array
  /** The spectrum as the model saw it, on `grid`. */
  spectrum: Float32Array
  /** The saliency map in its own cells, 0 to 1. */
  map: Float64Array
  /** The class that the map speaks for. */
  direction: Direction
}

/**
 * At most ten bands, the most salient first. Grad-CAM says where the last map was read, covering says whether the answer
 * depends on it: only a band whose covering costs the answer gets candidate molecules, and the finer steps of covering
 * say where in the band to look for them: in the window that costs most.
 */
export async function salientBands(input: SalientBandsInput): Promise<SaliencyBand[]> {
  const { network, engine, grid, spectrum, map, direction } = input
  const spacing = grid[1]! - grid[0]!
  const stride = mapStride(network)
  const points = (wavenumbers: number) => Math.max(1, Math.round(wavenumbers / spacing))
  const intervals = salientIntervals(map)
  const stretches = intervals.map(({ first, last }): Stretch => ({
    start: first * stride,
    end: last === map.length - 1 ? grid.length : (last + 1) * stride,
  }))
  const windows = slidingStretches(grid.length, points(OCCLUSION_WIDTH), points(OCCLUSION_STEP))
  const drops = await occlusionDrops(engine, spectrum, [...windows, ...stretches])
  const towards = drops.map((drop) => direction * drop)
  const costs = towards.subarray(0, windows.length)
  const confirming = CONFIRMING_SHARE * costs.reduce((most, cost) => Math.max(most, cost), 0)

  return intervals.map(({ peak }, index) => {
    const stretch = stretches[index]!
    const occlusionDrop = towards[windows.length + index]!
    const confirmed = occlusionDrop > 0 && occlusionDrop >= confirming
    const position = grid[points(OCCLUSION_STEP) * costliestWithin(stretch, costs, points(OCCLUSION_STEP))]!
    return {
      from: grid[stretch.start]! - spacing / 2,
      to: grid[stretch.end - 1]! + spacing / 2,
      wavenumber: grid[0]! + spacing * ((peak + 0.5) * stride - 0.5),
      score: map[peak]!,
      occlusionDrop,
      candidates: confirmed ? candidatesNear(position, OCCLUSION_WIDTH / 2) : [],
    }
  })
}

/** The window that costs most among those whose middles, a step apart, lie in the stretch, by its index. */
function costliestWithin({ start, end }: Stretch, costs: Float64Array, step: number): number {
  const first = Math.ceil(start / step)
  const within = costs.subarray(first, Math.ceil(end / step))
  return first + within.indexOf(Math.max(...within))
}
