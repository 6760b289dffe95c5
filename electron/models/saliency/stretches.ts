import { coverStretch, type Stretch } from './occlusion'

/** The whole axis in stretches of `width` points, one after the other; the last may be shorter. */
export function adjoiningStretches(points: number, width: number): Stretch[] {
  return Array.from({ length: Math.ceil(points / width) }, (_, index) => ({
    start: index * width,
    end: Math.min(points, (index + 1) * width),
  }))
}

/**
 * The spectrum with stretches replaced: by those of the mean spectrum where it is given, else by straight lines between
 * what is left on either side.
 */
export function coverStretches(
  spectrum: Float32Array,
  stretches: readonly Stretch[],
  mean?: Float32Array,
): Float32Array {
  if (mean) {
    const covered = spectrum.slice()
    for (const { start, end } of stretches) covered.set(mean.subarray(start, end), start)
    return covered
  }
  return joined(stretches).reduce(coverStretch, spectrum)
}

/** Stretches that touch made one. */
function joined(stretches: readonly Stretch[]): Stretch[] {
  const whole: Stretch[] = []
  for (const { start, end } of [...stretches].sort((a, b) => a.start - b.start)) {
    const last = whole.at(-1)
    if (last && start <= last.end) last.end = Math.max(last.end, end)
    else whole.push({ start, end })
  }
  return whole
}
