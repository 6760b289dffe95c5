import { z } from 'zod'
import { lesionSchema, newPatientSchema, patientSchema } from './cases'
import { photoKindSchema } from './photos'
import { procedure } from './procedure'

/* What becomes of the record of a patient and a lesion: corrections, deletion, merging. Nothing of it overwrites anything. */

const timestamp = z.iso.datetime()

const signed = z.object({ operatorId: z.string(), reason: z.string().trim().min(1).max(1000) })

export const patientFactsSchema = newPatientSchema
export type PatientFacts = z.infer<typeof patientFactsSchema>
export const lesionFactsSchema = lesionSchema.omit({
  id: true,
  patientId: true,
  origin: true,
  createdAt: true,
})
export type LesionFacts = z.infer<typeof lesionFactsSchema>

export const patientRevisionSchema = signed.extend({ patientId: z.string(), facts: patientFactsSchema })
export type PatientRevision = z.infer<typeof patientRevisionSchema>
export const lesionRevisionSchema = signed.extend({ lesionId: z.string(), facts: lesionFactsSchema })
export type LesionRevision = z.infer<typeof lesionRevisionSchema>

export const lesionDeletionSchema = signed.extend({ lesionId: z.string() })
export type LesionDeletion = z.infer<typeof lesionDeletionSchema>

export const patientMergeSchema = signed.extend({
  /** The double. */
  patientId: z.string(),
  intoId: z.string(),
})
export type PatientMerge = z.infer<typeof patientMergeSchema>
export const patientMergeUndoSchema = patientMergeSchema.omit({ intoId: true })
export type PatientMergeUndo = z.infer<typeof patientMergeUndoSchema>

/** One thing that became of a record, and who said so. */
const eventBase = z.object({ id: z.string(), at: timestamp, operatorName: z.string(), reason: z.string() })
export const recordEventSchema = z.discriminatedUnion('kind', [
  eventBase.extend({
    kind: z.literal('patientRevised'),
    before: patientFactsSchema,
    after: patientFactsSchema,
  }),
  eventBase.extend({ kind: z.literal('lesionRevised'), before: lesionFactsSchema, after: lesionFactsSchema }),
  eventBase.extend({ kind: z.enum(['deleted', 'restored']) }),
  eventBase.extend({
    /** Of one that was added the reason is its note. */
    kind: z.enum(['photoAdded', 'photoRemoved', 'photoRestored']),
    photo: photoKindSchema,
    takenOn: z.iso.date(),
  }),
  eventBase.extend({
    kind: z.enum(['merged', 'mergeUndone']),
    patientId: z.string(),
    pseudonym: z.string(),
    /** Of whom it was merged into; null where that was undone. */
    into: z.string().nullable(),
  }),
])
export type RecordEvent = z.infer<typeof recordEventSchema>

/** What is known of a case besides what was measured, diagnosed and noted. */
export const caseRecordSchema = z.object({
  lesionId: z.string(),
  /** Null where it is in sight. */
  deletion: z.object({ at: timestamp, operatorName: z.string(), reason: z.string() }).nullable(),
  /** Patients that turned out to be the same person. */
  doubles: z.array(patientSchema),
  /** Id of the diagnosis that counts, in lists and in training; null where there is none. */
  countingDiagnosisId: z.string().nullable(),
  /** Newest first. */
  events: z.array(recordEventSchema),
})
export type CaseRecord = z.infer<typeof caseRecordSchema>

export const deletedCaseSchema = z.object({
  lesion: lesionSchema,
  patient: patientSchema,
  deletion: caseRecordSchema.shape.deletion.unwrap(),
})
export type DeletedCase = z.infer<typeof deletedCaseSchema>

export const recordContract = {
  open: procedure.input(z.object({ lesionId: z.string() })).output(caseRecordSchema),
  revisePatient: procedure.input(patientRevisionSchema).output(patientSchema),
  reviseLesion: procedure.input(lesionRevisionSchema).output(lesionSchema),
  /** Out of lists and training sets; still in the file, and verified. */
  deleteLesion: procedure.input(lesionDeletionSchema).output(z.void()),
  restoreLesion: procedure.input(lesionDeletionSchema).output(z.void()),
  /** The newest first. */
  deletedCases: procedure.output(z.array(deletedCaseSchema)),
  mergePatient: procedure.input(patientMergeSchema).output(patientSchema),
  undoMerge: procedure.input(patientMergeUndoSchema).output(patientSchema),
}
