import type { ParametersOf } from '../../contract/recipe'
import { median } from './median'
import { requireFinite } from './requireFinite'

/**
 * A spectrum without its cosmic ray spikes. A spike is a jump whose modified z-score, 0.6745 (d - median) / MAD
 * of the differences, exceeds the threshold; where the MAD is 0 nothing is a spike. A fallback for a single
 * spectrum: repeated accumulations tell spikes from sharp lines, one spectrum does not.
 * Whitaker and Hayes, Chemom. Intell. Lab. Syst. 2018, 179, 82, doi:10.1016/j.chemolab.2018.06.009.
 *
 * @param y intensities by pixel
 * @throws StokesError `spectrum.empty`, `spectrum.notFinite`
 */
export function despike(y: Float64Array, parameters: ParametersOf<'despike'>): Float64Array {
  requireFinite(y)
  if (y.length < 3) return y.slice()
  const jumps = isJump(y, parameters.threshold)
  return parameters.variant === 'paper'
    ? repair(y, jumps, parameters.half_window)
    : repairLikeRamanspy(y, jumps, parameters.half_window)
}

/** Whether the step from a sample to the next is a spike's. */
function isJump(y: Float64Array, threshold: number): boolean[] {
  const differences = y.subarray(1).map((value, i) => value - y[i]!)
  const centre = median(differences)
  const deviations = differences.map((difference) => Math.abs(difference - centre))
  const scale = median(deviations)
  return Array.from(deviations, (deviation) => scale > 0 && (0.6745 * deviation) / scale > threshold)
}

/** The sample after a jump becomes the mean of the original samples around it that no jump led to. */
function repair(y: Float64Array, jumps: readonly boolean[], halfWindow: number): Float64Array {
  return y.map((value, i) => {
    if (!jumps[i - 1]) return value
    let sum = 0
    let count = 0
    for (let k = Math.max(0, i - halfWindow); k <= Math.min(y.length - 1, i + halfWindow); k++) {
      if (jumps[k - 1]) continue
      sum += y[k]!
      count++
    }
    return count > 0 ? sum / count : value
  })
}

/**
 * The sample before a jump is repaired, from left to right, the repaired ones serving as neighbours; the last
 * sample never does.
 */
function repairLikeRamanspy(y: Float64Array, jumps: readonly boolean[], halfWindow: number): Float64Array {
  const repaired = y.slice()
  const open = [...jumps]
  for (let changed = true; changed;) {
    changed = false
    for (let i = 0; i < open.length; i++) {
      if (!open[i]) continue
      let sum = 0
      let count = 0
      for (let k = Math.max(0, i - halfWindow); k < Math.min(y.length - 1, i + 1 + halfWindow); k++) {
        if (open[k]) continue
        sum += repaired[k]!
        count++
      }
      if (count === 0) continue
      repaired[i] = sum / count
      open[i] = false
      changed = true
    }
  }
  return repaired
}
