import type { Random } from '../random/random'

/** What makes a sensor's columns differ, for good. One value a column. */
export interface FixedPattern {
  /** Sensitivity, near 1. */
  readonly response: Float64Array
  /** Dark current relative to the mean. */
  readonly darkFactor: Float64Array
  /** Zero level in counts, relative to the mean. */
  readonly offset: Float64Array
  /** Bad columns, rising: a dusty one, then hot ones. Never at the ends, never neighbours. */
  readonly badPixels: readonly number[]
}

const SPREAD = { response: 0.002, logDark: 0.15, offset: 2 } as const
const BAD_PIXELS_PER_1024 = 4

export function createFixedPattern(random: Random, pixels: number): FixedPattern {
  const pattern = (value: () => number): Float64Array => Float64Array.from({ length: pixels }, value)
  const response = pattern(() => 1 + SPREAD.response * random.normal())
  const darkFactor = pattern(() => Math.exp(SPREAD.logDark * random.normal()))
  const offset = pattern(() => SPREAD.offset * random.normal())

  // One bad column somewhere in each of equal stretches of the sensor, clear of their ends.
  const count = Math.round((BAD_PIXELS_PER_1024 * pixels) / 1024)
  const stretch = Math.floor(pixels / count)
  const badPixels = Array.from(
    { length: count },
    (_, i) => i * stretch + 4 + Math.floor(random.uniform() * (stretch - 8)),
  )
  badPixels.forEach((pixel, i) => {
    if (i === 0) response[pixel] = 0.97 + 0.02 * random.uniform()
    else darkFactor[pixel] = 50 * Math.exp(random.normal())
  })
  return { response, darkFactor, offset, badPixels }
}
