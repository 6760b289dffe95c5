import { median } from '../preprocessing/median'
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

/** Of each step to the next pixel: 1 for a jump up, -1 for one down, 0 for none. */
function jumpsOf(spectrum: Float64Array): Int8Array {
  const differences = spectrum.subarray(1).map((value, i) => value - spectrum[i]!)
  const centre = median(differences)
  const scale = median(differences.map((difference) => Math.abs(difference - centre)))
  return Int8Array.from(differences, (difference) =>
    scale > 0 && (0.6745 * Math.abs(difference - centre)) / scale > THRESHOLD
      ? Math.sign(difference - centre)
      : 0,
  )
}
