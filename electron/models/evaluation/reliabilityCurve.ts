import { calibrationBins } from './calibrationError'
import type { Predictions } from './predictions'

export interface ReliabilityBin {
  /** Mean of what was said. */
  said: number
  /** Share of what came true, with its 95 % interval. */
  seen: number
  interval: [number, number]
  spectra: number
  patients: number
}

/**
 * What was said against what came true, in ten bins of as many spectra each. The intervals are Wilson's
 * (10.1080/01621459.1927.10502953) for as many observations as the bin has patients: spectra of one patient are not
 * independent.
 */
export function reliabilityCurve(predictions: Predictions): ReliabilityBin[] {
  const { confidence, hits, bin, bins } = calibrationBins(predictions)
  return Array.from({ length: bins }, (_, index) => {
    const rows = predictions.patients.flatMap((_, row) => (bin[row] === index ? [row] : []))
    const mean = (values: ArrayLike<number>) => rows.reduce((sum, row) => sum + values[row]!, 0) / rows.length
    const patients = new Set(rows.map((row) => predictions.patients[row]!)).size
    const seen = mean(hits)
    return {
      said: mean(confidence),
      seen,
      interval: wilsonInterval(seen, patients),
      spectra: rows.length,
      patients,
    }
  }).filter(({ spectra }) => spectra > 0)
}

const Z_95 = 1.959963984540054

/** 95 %, of a share of a count (Wilson). */
export function wilsonInterval(share: number, count: number): [number, number] {
  const z2 = Z_95 * Z_95
  const centre = (share + z2 / (2 * count)) / (1 + z2 / count)
  const half = (Z_95 / (1 + z2 / count)) * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count))
  return [Math.max(0, centre - half), Math.min(1, centre + half)]
}
