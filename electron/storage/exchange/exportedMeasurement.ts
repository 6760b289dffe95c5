import { createHash } from 'node:crypto'
import type {
  AcquisitionRecord,
  CaseDetail,
  CombinedAnswer,
  Lesion,
  Patient,
  StoredResult,
} from '../../contract/cases'
import type { RawFrame } from '../../contract/frame'
import type { CalibrationStatus } from '../../contract/passport'
import type { Recipe } from '../../contract/recipe'

/** A case as it leaves: what is known of the lesion, beside its measurements. */
export interface ExportedCase {
  patient: Patient
  lesion: Lesion
  /** Newest first. */
  diagnoses: CaseDetail['diagnoses']
  notes: CaseDetail['notes']
  /** What the spots of the lesion say together; null where no answer counts. */
  combined: CombinedAnswer | null
  /** Where on the lesion was measured, in that order. */
  spots: readonly string[]
}

export interface ExportedFrame extends RawFrame {
  kind: 'dark' | 'sample'
}

/** The newest answer, and the recipe that its hash stands for. */
export interface ExportedResult extends StoredResult {
  recipe: Recipe
}

/** One measurement with all that belongs to it: what every format writes. */
export interface ExportedMeasurement {
  of: ExportedCase
  acquisition: AcquisitionRecord & { operatorName: string; spot: string }
  /** cm-1, ascending, one a pixel. */
  wavenumbers: Float64Array
  /** In the order in which they were recorded. */
  frames: ExportedFrame[]
  /** Mean counts of the laser frames less the dark ones, on `wavenumbers`; null where there is no laser frame. */
  mean: Float64Array | null
  /** What was in force; null where nothing was known. */
  calibration: CalibrationStatus | null
  result: ExportedResult | null
}

/** When it was measured, ISO 8601; null where a file says it in other words, or not at all. */
export function measuredAtOf({ acquisition }: Pick<ExportedMeasurement, 'acquisition'>): string | null {
  const { measuredAt } = acquisition.stated
  return measuredAt !== null && /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:?\d\d)$/.test(measuredAt)
    ? measuredAt
    : null
}

/** SHA-256, hexadecimal, of numbers as little-endian float64: the same in every format that keeps them to the bit. */
export function hashOfNumbers(values: ArrayLike<number>): string {
  return createHash('sha256')
    .update(new Uint8Array(Float64Array.from(values).buffer))
    .digest('hex')
}
