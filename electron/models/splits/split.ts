import { z } from 'zod'
import { StokesError, type ErrorCode } from '../../contract/errors'
import type { DataSetRow } from '../datasets/dataSet'

export const partNames = ['fit', 'earlyStopping', 'calibration', 'heldOut'] as const
export type PartName = (typeof partNames)[number]

/** What must not be in two parts: patients never; the patients of one site or instrument where that is asked for. */
export const splitGroupings = ['bodySite', 'instrument'] as const
export type SplitGrouping = (typeof splitGroupings)[number]

const patients = z.array(z.string().min(1))

/**
 * A data set divided by patient: what a run may fit on, stop by, calibrate on, and what it is measured on. It is kept with
 * the model, so that the patients a model has seen are known wherever it goes. Parsing refuses a patient in two parts and
 * a part without patients; `parseSplit` says so with the code.
 */
export const splitSchema = z
  .object({
    /** Of the data set; its hash says which it was. */
    dataSetHash: z.string().regex(/^[0-9a-f]{64}$/),
    seed: z.int().nonnegative(),
    groupBy: z.array(z.enum(splitGroupings)),
    /** Of cross-validation, from 1; null for a single split. */
    fold: z
      .object({ number: z.int().positive(), folds: z.int().min(2), repeat: z.int().positive() })
      .nullable(),
    patients: z.object({
      fit: patients,
      earlyStopping: patients,
      calibration: patients,
      heldOut: patients,
    } satisfies Record<PartName, typeof patients>),
  })
  .superRefine(({ patients }, context) => {
    const partOf = new Map<string, PartName>()
    for (const part of partNames) {
      if (patients[part].length === 0) {
        const params = { code: 'dataset.tooSmall' satisfies ErrorCode }
        context.addIssue({ code: 'custom', params, message: `The part ${part} has no patients.` })
      }
      for (const patient of new Set(patients[part])) {
        const other = partOf.get(patient)
        if (other !== undefined) {
          const params = { code: 'dataset.patientInTwoParts' satisfies ErrorCode }
          const message = `The patient ${patient} is in the parts ${other} and ${part}.`
          context.addIssue({ code: 'custom', params, message })
        }
        partOf.set(patient, part)
      }
    }
  })
export type Split = z.infer<typeof splitSchema>

const TIPS: Partial<Record<ErrorCode, string>> = {
  'dataset.patientInTwoParts': 'Figures of such a split are worth nothing: split again by patient.',
  'dataset.tooSmall': 'Add patients, or use cross-validation with fewer folds.',
}

/** @throws StokesError `dataset.patientInTwoParts`, `dataset.tooSmall`; `dataset.invalid` for what is no split */
export function parseSplit(value: unknown): Split {
  const parsed = splitSchema.safeParse(value)
  if (parsed.success) return parsed.data
  const [issue] = parsed.error.issues
  const code = issue?.code === 'custom' ? (issue.params?.code as ErrorCode) : 'dataset.invalid'
  const at = code === 'dataset.invalid' ? `It is no split: ${issue?.path.join('.')}: ` : ''
  throw new StokesError(code, `${at}${issue?.message}`, {
    tip: TIPS[code] ?? 'Split the data set again.',
    cause: parsed.error,
  })
}

/**
 * The rows of each part, in the order of the data set. Rows of patients that the split does not name, those of an external
 * test set, are in none.
 * @throws StokesError `dataset.changed` where this is not the data set that was split
 */
export function rowsOfSplit(
  split: Split,
  { rows, hash }: { rows: readonly Pick<DataSetRow, 'patient'>[]; hash: string },
): Record<PartName, number[]> {
  if (split.dataSetHash !== hash) {
    throw new StokesError(
      'dataset.changed',
      `The split is of the data set ${split.dataSetHash.slice(0, 12)}, and this is ${hash.slice(0, 12)}.`,
      { tip: 'Use the data set that was split, or split this one.' },
    )
  }
  const partOf = new Map(partNames.flatMap((part) => split.patients[part].map((patient) => [patient, part])))
  const parts: Record<PartName, number[]> = { fit: [], earlyStopping: [], calibration: [], heldOut: [] }
  rows.forEach(({ patient }, row) => {
    const part = partOf.get(patient)
    if (part !== undefined) parts[part].push(row)
  })
  return parts
}
