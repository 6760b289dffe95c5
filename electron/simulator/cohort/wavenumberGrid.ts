/** Wavenumbers in cm-1 from `from` to `to`, both included, evenly spaced. */
export interface WavenumberGrid {
  readonly from: number
  readonly to: number
  readonly step: number
}

/**
 * The grid of cohorts: what every unit's sensor covers with room to spare, at a step just below the pixel
 * pitch (2.0 to 1.4 cm-1 with 1 024 pixels), so that interpolation keeps what the sensor saw.
 */
export const COHORT_GRID: WavenumberGrid = { from: 400, to: 2000, step: 1 }

export function gridWavenumbers({ from, to, step }: WavenumberGrid): Float64Array {
  return Float64Array.from({ length: Math.floor((to - from) / step + 1e-9) + 1 }, (_, i) => from + i * step)
}
