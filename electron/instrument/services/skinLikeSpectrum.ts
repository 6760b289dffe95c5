/** Bands and widths of skin in cm-1, with heights in counts: enough for the work to be that of a real spectrum. */
const BANDS = [
  [1003, 4, 400],
  [1065, 12, 250],
  [1130, 12, 250],
  [1300, 20, 800],
  [1445, 18, 1400],
  [1655, 25, 1100],
] as const

/** A spectrum from 400 to 2 000 cm-1 that gives preprocessing the work that skin gives; the same every time. */
export function skinLikeSpectrum(points: number): { axis: Float64Array; spectrum: Float64Array } {
  const axis = Float64Array.from({ length: points }, (_, i) => 400 + (1600 * i) / (points - 1))
  const spectrum = axis.map((x, i) => {
    const fluorescence = 12_000 * Math.exp(-(((x - 700) / 900) ** 2))
    const bands = BANDS.reduce(
      (sum, [at, width, height]) => sum + height * Math.exp(-(((x - at) / width) ** 2)),
      0,
    )
    // The fractional part of a large sine: noise enough for the iterations of the baseline, without a generator.
    const noise = (Math.sin(i * 12.9898) * 43_758.5453) % 1
    return fluorescence + bands + 120 * noise
  })
  return { axis, spectrum }
}
