/** The widths of the intervals between points, and the slopes of the straight lines over them. */
export function chordsOf(
  axis: Float64Array,
  y: Float64Array,
): { widths: Float64Array; chords: Float64Array } {
  const widths = new Float64Array(axis.length - 1).map((_, i) => axis[i + 1]! - axis[i]!)
  return { widths, chords: widths.map((width, i) => (y[i + 1]! - y[i]!) / width) }
}
