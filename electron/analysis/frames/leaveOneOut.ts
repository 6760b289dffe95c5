/** What repeated frames have in common, and what each has alone. */
export interface LeftOut {
  /** The median of the frames at each pixel; of an even number, the upper of the two in the middle. */
  middle: Float64Array
  /** One array a frame: how far it lies above the median of the others. */
  residuals: Float64Array[]
}

/**
 * Compares each frame with the median of the others, pixel by pixel: what is the same in all of them falls out, and what one
 * has alone stands there at its full height.
 *
 * @param frames at least two, of the same length, on the same scale
 */
export function leaveOneOut(frames: readonly Float64Array[]): LeftOut {
  const n = frames.length
  const pixels = frames[0]!.length
  const residuals = frames.map(() => new Float64Array(pixels))
  const middle = new Float64Array(pixels)
  const values = new Float64Array(n)
  const ranks = new Int32Array(n)
  const sorted = new Float64Array(n)
  // Of the others, as places in the order of all: one further on for a frame that lies below.
  const half = (n - 1) >> 1
  const even = (n - 1) % 2 === 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    // Comparisons are counted, not branched on: noise takes every second branch unforeseen.
    for (let i = 0; i < n; i++) {
      const value = frames[i]![pixel]!
      let rank = i
      for (let j = 0; j < i; j++) {
        const isLower = Number(value < values[j]!)
        ranks[j]! += isLower
        rank -= isLower
      }
      values[i] = value
      ranks[i] = rank
    }
    for (let i = 0; i < n; i++) sorted[ranks[i]!] = values[i]!
    middle[pixel] = sorted[n >> 1]!
    for (let i = 0; i < n; i++) {
      const rank = ranks[i]!
      const upper = sorted[half + Number(rank <= half)]!
      const median = even ? (sorted[half - Number(rank >= half)]! + upper) / 2 : upper
      residuals[i]![pixel] = values[i]! - median
    }
  }
  return { middle, residuals }
}
