/** The range of an axis, with its ticks on whole multiples of the interval. */
export interface Scale {
  min: number
  max: number
  interval: number
}

const PARTS = 5
/** A scale is kept while the values fill this much of it: an axis that moves with every frame cannot be read. */
const LEAST_FILLED = 0.45

/** The scale of values from `low` to `high`; the one there was, as long as they lie well in it. */
export function scaleOf(low: number, high: number, before: Scale | null = null): Scale {
  if (before && low >= before.min && high <= before.max) {
    if (high - low >= LEAST_FILLED * (before.max - before.min)) return before
  }
  const span = high - low || Math.abs(high) || 1
  const interval = roundUp(span / PARTS)
  const min = Math.floor(low / interval) * interval
  const max = Math.max(Math.ceil(high / interval) * interval, min + interval)
  // A value that never changes fills no scale, and needs no other one either.
  return before?.min === min && before.max === max ? before : { min, max, interval }
}

/** The next of 1, 2, 5, 10… */
function roundUp(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return (value <= power ? 1 : value <= 2 * power ? 2 : value <= 5 * power ? 5 : 10) * power
}

/** Decimals that tell the ticks apart. */
export function decimalsOf({ interval }: Scale): number {
  return Math.max(0, -Math.floor(Math.log10(interval) + 1e-9))
}
