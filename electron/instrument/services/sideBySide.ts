/** Of numbers: 4 MB. */
const BLOCK = 2 ** 19

/**
 * Keeps the counts of the frames of a measurement side by side, in few large blocks. In buffers of their own they would lie
 * among those that come and go with every frame, and what becomes free between them is too little to be given back to the system.
 *
 * @param frames how many will come
 * @returns keeps a copy of the counts of the next frame
 */
export function sideBySide(frames: number): (counts: Float64Array) => Float64Array {
  let block = new Float64Array()
  let filled = 0
  let left = frames
  return (counts) => {
    const { length } = counts
    if (filled + length > block.length) {
      block = new Float64Array(length * Math.max(1, Math.min(left, Math.floor(BLOCK / length))))
      filled = 0
    }
    const kept = block.subarray(filled, filled + length)
    kept.set(counts)
    filled += length
    left -= 1
    return kept
  }
}
