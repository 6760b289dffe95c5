import { chiSquaredTail } from './chiSquared'
import { midranks } from './midranks'

export interface DelongResult {
  first: number
  second: number
  difference: number
  /** 95 %, of the difference. */
  interval: [number, number]
  z: number
  /** Two-sided. */
  p: number
}

const Z_95 = 1.959963984540054

/**
 * DeLong's test of two areas under the curve on the same spectra (DeLong et al., 10.2307/2531595) in the fast form by
 * midranks (Sun and Xu, 10.1109/LSP.2014.2337313).
 *
 * It takes the scores as independent. Where patients have several spectra, give it one score a patient
 * (`onePerPatient.ts`), or its p value is too small.
 *
 * @param targets 1 malignant, 0 benign
 * @returns NaN where either class has fewer than two scores
 */
export function delongTest(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  targets: ArrayLike<number>,
): DelongResult {
  const a = placements(first, targets)
  const b = placements(second, targets)
  const difference = a.area - b.area
  const variance = (of: 'malignant' | 'benign') => {
    const gaps = a[of].map((value, i) => value - b[of][i]! - difference)
    return gaps.reduce((sum, gap) => sum + gap * gap, 0) / (gaps.length - 1) / gaps.length
  }
  const error = Math.sqrt(variance('malignant') + variance('benign'))
  // Models with the same ranks do not differ, with no doubt about it.
  const z = error === 0 && difference === 0 ? 0 : difference / error
  return {
    first: a.area,
    second: b.area,
    difference,
    interval: [difference - Z_95 * error, difference + Z_95 * error],
    z,
    p: chiSquaredTail(z * z, 1),
  }
}

/** For each malignant score the share of benign ones below it, for each benign one that of malignant ones above. */
function placements(scores: ArrayLike<number>, targets: ArrayLike<number>) {
  const rows = Array.from(targets, (_, row) => row)
  const all = midranks(Array.from(scores))
  const share = (target: number) => {
    const own = rows.filter((row) => targets[row] === target)
    const others = rows.length - own.length
    const within = midranks(own.map((row) => scores[row]!))
    return Float64Array.from(own, (row, i) => (all[row]! - within[i]!) / others)
  }
  const malignant = share(1)
  const benign = share(0).map((below) => 1 - below)
  return { malignant, benign, area: malignant.reduce((sum, value) => sum + value, 0) / malignant.length }
}
