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
  const order = new Int32Array(n)
  // Of the others, as places in the order of all: one further on for a frame that lies below.
  const half = (n - 1) >> 1
  const even = (n - 1) % 2 === 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    for (let i = 0; i < n; i++) {
      const value = frames[i]![pixel]!
      let at = i
      for (; at > 0 && values[at - 1]! > value; at--) {
        values[at] = values[at - 1]!
        order[at] = order[at - 1]!
      }
      values[at] = value
      order[at] = i
    }
    middle[pixel] = values[n >> 1]!
    for (let rank = 0; rank < n; rank++) {
      const upper = values[half < rank ? half : half + 1]!
      const median = even ? (values[half - 1 < rank ? half - 1 : half]! + upper) / 2 : upper
      residuals[order[rank]!]![pixel] = values[rank]! - median
    }
  }
  return { middle, residuals }
}
