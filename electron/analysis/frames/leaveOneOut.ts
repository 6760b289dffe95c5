import { rows } from '../rows'

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
 * @param frames at least two, of the same length
 * @param scales what each is divided by, to be compared with the others
 */
export function leaveOneOut(frames: readonly Float64Array[], scales: readonly number[]): LeftOut {
  const n = frames.length
  const pixels = frames[0]!.length
  const block = new Float64Array(n * pixels)
  const residuals = rows(block, n)
  residuals.forEach((scaled, k) => {
    const [frame, scale] = [frames[k]!, scales[k]!]
    for (let pixel = 0; pixel < pixels; pixel++) scaled[pixel] = frame[pixel]! / scale
  })
  const middle = new Float64Array(pixels)
  const ranks = new Int32Array(n)
  const sorted = new Float64Array(n)
  // Of the others, as places in the order of all: one further on for a frame that lies below.
  const half = (n - 1) >> 1
  const even = (n - 1) % 2 === 0
  for (let pixel = 0; pixel < pixels; pixel++) {
    // Comparisons are counted, not branched on: noise takes every second branch unforeseen.
    for (let i = 0; i < n; i++) {
      const value = block[i * pixels + pixel]!
      let rank = i
      for (let j = 0; j < i; j++) {
        const isLower = Number(value < block[j * pixels + pixel]!)
        ranks[j]! += isLower
        rank -= isLower
      }
      ranks[i] = rank
    }
    for (let i = 0; i < n; i++) sorted[ranks[i]!] = block[i * pixels + pixel]!
    middle[pixel] = sorted[n >> 1]!
    for (let i = 0; i < n; i++) {
      const rank = ranks[i]!
      const upper = sorted[half + Number(rank <= half)]!
      const median = even ? (sorted[half - Number(rank >= half)]! + upper) / 2 : upper
      block[i * pixels + pixel]! -= median
    }
  }
  return { middle, residuals }
}
