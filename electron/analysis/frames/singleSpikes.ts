import { medianInPlace } from '../preprocessing/median'
import type { Spike } from './spike'

const THRESHOLD = 8
/** Pixels. Where no other frame tells, a wider one is taken for a band: rays of real frames are up to 4 wide. */
const WIDEST = 5

/**
 * Cosmic rays of a single spectrum: between a jump up and the last jump down that follows within the widest spike; at an end,
 * one of the two is enough. A jump is a difference of neighbours whose modified z-score, 0.6745 (d - median) / MAD, exceeds
 * 8; where the MAD is 0 there is none. For want of other frames only: they tell a ray from a sharp line, one spectrum does not.
 * Whitaker and Hayes, Chemom. Intell. Lab. Syst. 2018, 179, 82, doi:10.1016/j.chemolab.2018.06.009.
 *
 * @param spectrum counts by pixel, all finite
 */
export function singleSpikes(spectrum: Float64Array): Omit<Spike, 'frame'>[] {
  if (spectrum.length < 3) return []
  const jumps = jumpsOf(spectrum)
  if (!jumps) return []
  const spikes: Omit<Spike, 'frame'>[] = []
  /** The last jump down within a spike's width of `first`; -1 where there is none. */
  const lastDown = (first: number): number => {
    let last = -1
    for (let i = first; i < Math.min(jumps.length, first + WIDEST); i++) if (jumps[i]! < 0) last = i
    return last
  }
  for (let i = 0; i < jumps.length; i++) {
    const up = jumps[i]! > 0
    if (!up && !(jumps[i]! < 0 && i < WIDEST)) continue
    const first = up ? i + 1 : 0
    const atTheEnd = spectrum.length - first <= WIDEST ? spectrum.length - 1 : -1
    const last = Math.max(lastDown(first), lastDown(first) === -1 ? atTheEnd : -1)
    if (last < first) continue
    spikes.push({ pixel: first, width: last - first + 1 })
    i = last
  }
  return spikes
}

/** Of each step to the next pixel: 1 for a jump up, -1 for one down, 0 for none; null where there is none at all. */
function jumpsOf(spectrum: Float64Array): Int8Array | null {
  const steps = new Float64Array(spectrum.length - 1)
  for (let i = 0; i < steps.length; i++) steps[i] = spectrum[i + 1]! - spectrum[i]!
  const sizes = steps.slice()
  const centre = medianInPlace(sizes)
  let largest = 0
  for (let i = 0; i < steps.length; i++) {
    steps[i]! -= centre
    sizes[i] = Math.abs(steps[i]!)
    if (sizes[i]! > largest) largest = sizes[i]!
  }
  const scale = medianInPlace(sizes)
  const isJump = (size: number) => (0.6745 * size) / scale > THRESHOLD
  if (!(scale > 0) || !isJump(largest)) return null
  return Int8Array.from(steps, (step) => (isJump(Math.abs(step)) ? Math.sign(step) : 0))
}
