import type { Origin } from '../../contract/frame'

/** What a data set knows of one spectrum besides its numbers; null where the source does not say. */
export interface DataSetRow {
  /** Names the spectrum in its source: an acquisition of the case log, a line of a file. */
  id: string
  patient: string
  /** Index in the classes of the data set. */
  label: number
  /** Finer than the label; each part of a split gets its share. The name of the label where the source has none. */
  lesionClass: string
  /** Years, when the spectrum was taken. */
  age: number | null
  sex: string | null
  bodySite: string | null
  /** Fitzpatrick type, 1 to 6. */
  skinType: number | null
  instrument: string | null
  /** ISO 8601. */
  takenAt: string | null
  /** Names the axis on which it was measured, where spectra of several axes were brought to one. */
  axisVariant?: string
  /**
   * Of a simulated patient: what an oracle that is shown the truth behind the spectrum says, higher for malignant. The bound
   * that figures stand beside; never an input.
   */
  oracleScore?: number
}

/**
 * Spectra with what they are, as they were before any recipe. Frozen: what is trained or evaluated on it names its hash
 * (`dataSetHash.ts`).
 */
export interface DataSet {
  /** For people: a file's name, a case log's. */
  name: string
  /** Of every spectrum; origins are never mixed. */
  origin: Origin
  /** At least two, each with spectra; the least dangerous first. Of two, the second is the one to find. */
  classes: readonly string[]
  /** Of all spectra, cm-1, ascending. */
  axis: Float64Array
  rows: readonly DataSetRow[]
  /** One after the other, `axis.length` points each, counts. */
  spectra: Float64Array
  /** False where the source names no patients: each spectrum then counts as one, and figures are optimistic. */
  patientsKnown: boolean
}
