/**
 * Length of the longest run of neighbouring points that all hold the highest value: a detector or a converter at its
 * limit leaves a flat top, noise does not. For recorded files, which do not say where their detector ends.
 */
export function longestPlateau(intensities: Float64Array): number {
  let highest = -Infinity
  for (const value of intensities) highest = Math.max(highest, value)
  let longest = 0
  let run = 0
  for (const value of intensities) {
    run = value === highest ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}
