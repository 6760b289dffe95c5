import type { DataSetRow } from '../datasets/dataSet'
import type { Split } from './split'

/** Patients that had a part in making a model: it was fitted on them, stopped by them, or calibrated on them. */
export function seenPatients({ patients }: Split): Set<string> {
  return new Set([...patients.fit, ...patients.earlyStopping, ...patients.calibration])
}

export interface Unseen {
  /** Indices of the rows that the model may be measured on. */
  rows: number[]
  leftOutPatients: number
  leftOutSpectra: number
}

/**
 * What of a data set a model may be measured on: everything but the patients it has seen, by their name, whatever data
 * set they are now in.
 */
export function unseenRows(split: Split, rows: readonly Pick<DataSetRow, 'patient'>[]): Unseen {
  const seen = seenPatients(split)
  const kept = [...rows.keys()].filter((row) => !seen.has(rows[row]!.patient))
  const leftOut = new Set(rows.map(({ patient }) => patient).filter((patient) => seen.has(patient)))
  return { rows: kept, leftOutPatients: leftOut.size, leftOutSpectra: rows.length - kept.length }
}
