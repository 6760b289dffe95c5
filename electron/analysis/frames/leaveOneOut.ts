/**
 * For every frame and pixel, how far the frame lies above the median of the others: what is the same in all of them falls
 * out, and what one has alone stands there at its full height.
 *
 * @param frames at least two, of the same length, on the same scale
 * @returns one array a frame
 */
export function leaveOneOut(frames: readonly Float64Array[]): Float64Array[] {
  const n = frames.length
  const residuals = frames.map((frame) => new Float64Array(frame.length))
  const order = new Int32Array(n)
  const others = n - 1
  const middle = others >> 1
  const even = others % 2 === 0
  for (let pixel = 0; pixel < frames[0]!.length; pixel++) {
    for (let i = 0; i < n; i++) {
      const value = frames[i]![pixel]!
      let at = i
      for (; at > 0 && frames[order[at - 1]!]![pixel]! > value; at--) order[at] = order[at - 1]!
      order[at] = i
    }
    for (let rank = 0; rank < n; rank++) {
      // The k-th of the others is one further on where it lies beyond this frame.
      const nth = (k: number) => frames[order[k < rank ? k : k + 1]!]![pixel]!
      const median = even ? (nth(middle - 1) + nth(middle)) / 2 : nth(middle)
      const frame = order[rank]!
      residuals[frame]![pixel] = frames[frame]![pixel]! - median
    }
  }
  return residuals
}
