import { chordsOf } from './chordsOf'

/**
 * The slopes of the cubic that keeps the shape of the points: weighted harmonic means of the chords, 0 at an
 * extremum. Fritsch and Butland, SIAM J. Sci. Stat. Comput. 1984, 5, 300, doi:10.1137/0905021; ends as in Moler,
 * Numerical Computing with MATLAB, SIAM 2004, chapter 3.
 *
 * @param axis ascending, 2 points at least
 */
export function pchipSlopes(axis: Float64Array, y: Float64Array): Float64Array {
  const { widths, chords } = chordsOf(axis, y)
  const last = chords.length - 1
  const slopes = new Float64Array(axis.length)
  if (last === 0) return slopes.fill(chords[0]!)
  for (let i = 1; i <= last; i++) {
    const before = chords[i - 1]!
    const after = chords[i]!
    if (before * after <= 0) continue
    const weightBefore = 2 * widths[i]! + widths[i - 1]!
    const weightAfter = widths[i]! + 2 * widths[i - 1]!
    slopes[i] = (weightBefore + weightAfter) / (weightBefore / before + weightAfter / after)
  }
  slopes[0] = endSlope(widths[0]!, widths[1]!, chords[0]!, chords[1]!)
  slopes[last + 1] = endSlope(widths[last]!, widths[last - 1]!, chords[last]!, chords[last - 1]!)
  return slopes
}

/** The slope of the parabola through the outermost three points, held back where it would overshoot. */
function endSlope(width: number, nextWidth: number, chord: number, nextChord: number): number {
  const slope = ((2 * width + nextWidth) * chord - width * nextChord) / (width + nextWidth)
  if (Math.sign(slope) !== Math.sign(chord)) return 0
  if (Math.sign(chord) !== Math.sign(nextChord) && Math.abs(slope) > 3 * Math.abs(chord)) return 3 * chord
  return slope
}
