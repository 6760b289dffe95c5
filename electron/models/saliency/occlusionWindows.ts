import type { MapCells } from './mapCells'
import { slidingStretches, type Stretch } from './occlusion'

/** The window that slides over the spectrum, cm-1: about as wide as the bands of tissue. */
export const OCCLUSION_WIDTH = 24
/** Its steps, cm-1. */
export const OCCLUSION_STEP = 8

/** The window in all its places. */
export interface OcclusionWindows {
  stretches: Stretch[]
  /** What each costs, as a saliency map. */
  cells: MapCells
}

/** @param grid cm-1, evenly spaced */
export function occlusionWindows(grid: Float64Array): OcclusionWindows {
  const stride = pointsOf(OCCLUSION_STEP, grid)
  const stretches = slidingStretches(grid.length, pointsOf(OCCLUSION_WIDTH, grid), stride)
  return { stretches, cells: { length: stretches.length, stride, first: 0 } }
}

/** How many points of the grid a width is, at least one. */
export function pointsOf(wavenumbers: number, grid: Float64Array): number {
  return Math.max(1, Math.round(wavenumbers / (grid[1]! - grid[0]!)))
}
