/**
 * The grid on which samples are described: Raman shift at nominal excitation, cm-1. It goes beyond the sensor
 * on both sides, and its step is a sixteenth of the resolution, so that linear interpolation errs by less
 * than 0.3 % of a band.
 */
export const SHIFT_GRID = { start: 250, step: 0.5, points: 3801 } as const

/** The value on the grid, by linear interpolation; the end values hold beyond it. */
export function sampleGrid(values: Float64Array, shift: number): number {
  const place = Math.min(Math.max((shift - SHIFT_GRID.start) / SHIFT_GRID.step, 0), SHIFT_GRID.points - 1)
  const index = Math.min(Math.floor(place), SHIFT_GRID.points - 2)
  const lower = values[index]!
  return lower + (values[index + 1]! - lower) * (place - index)
}

/** Tabulates a function of the Raman shift (cm-1) on the grid. */
export function tabulate(value: (shift: number) => number): Float64Array {
  return Float64Array.from({ length: SHIFT_GRID.points }, (_, index) =>
    value(SHIFT_GRID.start + index * SHIFT_GRID.step),
  )
}
