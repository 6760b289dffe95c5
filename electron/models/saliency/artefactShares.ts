import type { ArtefactKind, SaliencyTrust } from '../../contract/saliency'

/** An artefact from one wavenumber to another, cm-1. */
export interface ArtefactRegion {
  kind: ArtefactKind
  from: number
  to: number
}

/** Of the axis, at either end: there a baseline has one side to hold on to, and a filter half of its points. */
const EDGE_SHARE = 0.02

/** The two ends of a grid. */
export function edgesOf(grid: Float64Array): ArtefactRegion[] {
  const [first, last] = [grid[0]!, grid.at(-1)!]
  const width = EDGE_SHARE * (last - first)
  return [
    { kind: 'edge', from: first, to: first + width },
    { kind: 'edge', from: last - width, to: last },
  ]
}

/**
 * How much of a map lies on artefacts, kind by kind, beside how much of the axis they take up.
 * @param map on the grid, not negative
 */
export function artefactShares(
  grid: Float64Array,
  map: Float64Array,
  regions: readonly ArtefactRegion[],
): SaliencyTrust['artefacts'] {
  const whole = map.reduce((sum, value) => sum + value, 0)
  const kinds = [...new Set(regions.map(({ kind }) => kind))]
  return kinds.map((kind) => {
    const own = regions.filter((region) => region.kind === kind)
    let ofMap = 0
    let points = 0
    grid.forEach((wavenumber, point) => {
      if (!own.some(({ from, to }) => wavenumber >= from && wavenumber <= to)) return
      ofMap += map[point]!
      points += 1
    })
    return { kind, ofMap: whole === 0 ? 0 : Math.min(1, ofMap / whole), ofAxis: points / grid.length }
  })
}
