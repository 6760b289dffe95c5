/**
 * Replaces pixels by the line between the nearest good ones to either side; at an end, by the nearest good one.
 *
 * @param intensities one a pixel, any unit; not changed
 * @param pixels indices to replace; those outside the spectrum are ignored
 * @returns a new array of the same length, equal to the input where every pixel would have to be replaced; the input itself
 * where there is none to replace
 */
export function interpolatePixels(intensities: Float64Array, pixels: readonly number[]): Float64Array {
  if (pixels.length === 0) return intensities
  const bad = new Set(pixels)
  const output = intensities.slice()
  for (const pixel of bad) {
    let left = pixel - 1
    while (bad.has(left)) left -= 1
    let right = pixel + 1
    while (bad.has(right)) right += 1
    const low = intensities[left]
    const high = intensities[right]
    const here = intensities[pixel]
    if (here === undefined || (low === undefined && high === undefined)) continue
    const share = low === undefined ? 1 : high === undefined ? 0 : (pixel - left) / (right - left)
    output[pixel] = (low ?? 0) * (1 - share) + (high ?? 0) * share
  }
  return output
}
