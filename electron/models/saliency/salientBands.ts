import { candidatesNear } from '../../analysis/bands/candidatesNear'
import { salientIntervals } from '../../analysis/bands/salientIntervals'
import type { MapBand, SaliencyBand } from '../../contract/answer'
import type { InferenceEngine } from '../inference/inferenceEngine'
import type { MapCells } from './mapCells'
import { occlusionDrops, type Stretch } from './occlusion'
import { OCCLUSION_WIDTH, occlusionWindows } from './occlusionWindows'
import type { Direction } from './saliencyGrid'

/** A band is confirmed if covering it costs the answer at least this share of what the costliest window costs. */
const CONFIRMING_SHARE = 0.2
const MOST_BANDS = 10
const NOTHING: Stretch = { start: 0, end: 0 }

interface MapBandsInput {
  /** Those of `map`. */
  cells: MapCells
  /** cm-1, evenly spaced. */
  grid: Float64Array
  /** The saliency map in its own cells, 0 to 1. */
  map: Float64Array
}

/** At most ten bands of a saliency map, the most salient first: where the network read its last map. */
export function mapBands({ cells, grid, map }: MapBandsInput): MapBand[] {
  const spacing = grid[1]! - grid[0]!
  const edge = (cell: number) => Math.round(cells.first + (cell - 0.5) * cells.stride + 0.5)
  return salientIntervals(map, { atMost: MOST_BANDS }).map(({ first, last, peak }) => {
    const start = Math.max(0, edge(first))
    const end = last === map.length - 1 ? grid.length : Math.min(grid.length, edge(last + 1))
    return {
      from: grid[start]! - spacing / 2,
      to: grid[end - 1]! + spacing / 2,
      wavenumber: grid[0]! + spacing * (cells.first + peak * cells.stride),
      score: map[peak]!,
    }
  })
}

interface ConfirmBandsInput {
  engine: InferenceEngine
  /** cm-1, evenly spaced. */
  grid: Float64Array
  /** The spectrum as the model saw it, on `grid`. */
  spectrum: Float32Array
  /** The class that the map speaks for. */
  direction: Direction
}

/**
 * Covering says whether the answer depends on a band: only one whose covering costs the answer gets candidate molecules,
 * and the finer steps of covering say where in the band to look for them: in the window that costs most.
 *
 * @param bands those of {@link mapBands}
 */
export async function confirmBands(
  { engine, grid, spectrum, direction }: ConfirmBandsInput,
  bands: readonly MapBand[],
): Promise<SaliencyBand[]> {
  if (bands.length === 0) return []
  const spacing = grid[1]! - grid[0]!
  const boundary = (wavenumber: number) => Math.round((wavenumber - grid[0]!) / spacing + 0.5)
  const stretches = bands.map(({ from, to }): Stretch => ({ start: boundary(from), end: boundary(to) }))
  const windows = occlusionWindows(grid)
  // As many for every spectrum: engines are warm for batches of this size.
  const unused = Array.from({ length: MOST_BANDS - stretches.length }, () => NOTHING)
  const drops = await occlusionDrops(engine, spectrum, [...windows.stretches, ...stretches, ...unused])
  const towards = drops.map((drop) => direction * drop)
  const costs = towards.subarray(0, windows.stretches.length)
  const confirming = CONFIRMING_SHARE * costs.reduce((most, cost) => Math.max(most, cost), 0)

  return bands.map((band, index) => {
    const occlusionDrop = towards[costs.length + index]!
    const confirmed = occlusionDrop > 0 && occlusionDrop >= confirming
    const { stride } = windows.cells
    const position = grid[stride * costliestWithin(stretches[index]!, costs, stride)]!
    return {
      ...band,
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
