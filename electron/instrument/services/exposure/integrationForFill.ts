/** One exposure that was tried; counts, one a pixel. */
export interface Trial {
  integrationTimeMs: number
  sample: ArrayLike<number>
  /** Of the same time, laser off. */
  dark: ArrayLike<number>
  saturationCounts: number
  badPixels: readonly number[]
}

/** Of the converter: room for a brighter spot, and little read-out noise. */
export const TARGET_FILL = 0.65
/** From here on a peak says nothing of how much light there is. */
const SATURATED_FILL = 0.95
/** Too little light to scale by. */
const SMALLEST_FILL = 0.005

/** How full the converter is at the highest peak that is wider than a cosmic ray. */
export function fillOf({ sample, saturationCounts, badPixels }: Trial): number {
  return highestOf(sample, badPixels).value / saturationCounts
}

/**
 * The time at which the highest peak fills the converter to `TARGET_FILL`, ms; what the laser adds is taken to grow with
 * time. Null where the trial was too bright or too dark to tell.
 */
export function integrationForFill(trial: Trial): number | null {
  const { integrationTimeMs, sample, dark, saturationCounts, badPixels } = trial
  const { value: peak, pixel } = highestOf(sample, badPixels)
  const light = peak - median3(dark, pixel)
  if (peak > SATURATED_FILL * saturationCounts || light < SMALLEST_FILL * saturationCounts) return null
  return (integrationTimeMs * (TARGET_FILL * saturationCounts - median3(dark, pixel))) / light
}

function highestOf(
  counts: ArrayLike<number>,
  badPixels: readonly number[],
): { value: number; pixel: number } {
  let highest = { value: 0, pixel: 0 }
  for (let pixel = 0; pixel < counts.length; pixel++) {
    if (badPixels.includes(pixel)) continue
    const value = median3(counts, pixel)
    if (value > highest.value) highest = { value, pixel }
  }
  return highest
}

/** Of a pixel and its neighbours: what is one pixel wide is no peak. */
function median3(counts: ArrayLike<number>, pixel: number): number {
  const [a, b, c] = [counts[pixel - 1] ?? counts[pixel]!, counts[pixel]!, counts[pixel + 1] ?? counts[pixel]!]
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c))
}
