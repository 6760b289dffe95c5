import { candidatesNear } from '../../analysis/bands/candidatesNear'
import { salientIntervals } from '../../analysis/bands/salientIntervals'
import type { SaliencyBand } from '../../contract/answer'
import type { InferenceEngine } from '../inference/inferenceEngine'
import type { MapCells } from './mapCells'
import { occlusionDrops, type Stretch } from './occlusion'
import { OCCLUSION_WIDTH, occlusionWindows } from './occlusionWindows'
import type { Direction } from './saliencyGrid'

/** A band is confirmed if covering it costs the answer at least this share of what the costliest window costs. */
const CONFIRMING_SHARE = 0.2
const MOST_BANDS = 10
const NOTHING: Stretch = { start: 0, end: 0 }

/** What the bands of one spectrum are worked out from. */
export interface SalientBandsInput {
  /** Those of `map`. */
  cells: MapCells
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
  const { cells, engine, grid, spectrum, map, direction } = input
  const spacing = grid[1]! - grid[0]!
  const edge = (cell: number) => Math.round(cells.first + (cell - 0.5) * cells.stride + 0.5)
  const intervals = salientIntervals(map, { atMost: MOST_BANDS })
  const stretches = intervals.map(({ first, last }): Stretch => ({
    start: Math.max(0, edge(first)),
    end: last === map.length - 1 ? grid.length : Math.min(grid.length, edge(last + 1)),
  }))
  const windows = occlusionWindows(grid)
  // As many for every spectrum: engines are warm for batches of this size.
  const unused = Array.from({ length: MOST_BANDS - stretches.length }, () => NOTHING)
  const drops = await occlusionDrops(engine, spectrum, [...windows.stretches, ...stretches, ...unused])
  const towards = drops.map((drop) => direction * drop)
  const costs = towards.subarray(0, windows.stretches.length)
  const confirming = CONFIRMING_SHARE * costs.reduce((most, cost) => Math.max(most, cost), 0)

  return intervals.map(({ peak }, index) => {
    const stretch = stretches[index]!
    const occlusionDrop = towards[costs.length + index]!
    const confirmed = occlusionDrop > 0 && occlusionDrop >= confirming
    const { stride } = windows.cells
    const position = grid[stride * costliestWithin(stretch, costs, stride)]!
    return {
      from: grid[stretch.start]! - spacing / 2,
      to: grid[stretch.end - 1]! + spacing / 2,
      wavenumber: grid[0]! + spacing * (cells.first + peak * cells.stride),
      score: map[peak]!,
      occlusionDrop,
      candidates: confirmed ? candidatesNear(position, OCCLUSION_WIDTH / 2) : [],
    }
  })
}

/** The window that costs most among those whose middles, a step apart, lie in the stretch, by its index. */
function costliestWithin({ start, end }: Stretch, costs: Float64Array, step: number): number {
  const first = Math.min(Math.ceil(start / step), costs.length - 1)
  const within = costs.subarray(first, Math.max(first + 1, Math.ceil(end / step)))
  return first + within.indexOf(Math.max(...within))
}
