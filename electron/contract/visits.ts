import { z } from 'zod'
import { combinedAnswerSchema } from './cases'
import { procedure } from './procedure'

export const visitNoteSchema = z.object({
  visitId: z.string(),
  operatorId: z.string(),
  text: z.string().trim().min(1).max(1000),
})
export type VisitNote = z.infer<typeof visitNoteSchema>

/** A day on which a lesion was measured or photographed. */
export const visitSchema = z.object({
  /** Null for a day of which nobody wrote a visit: from before this version, or of a picture from elsewhere. */
  id: z.string().nullable(),
  /** Of the calendar, at the place where it was. */
  day: z.iso.date(),
  operatorName: z.string().nullable(),
  acquisitionIds: z.array(z.string()),
  photoIds: z.array(z.string()),
  /** Of the visit, in the order in which they were written. */
  notes: z.array(z.object({ id: z.string(), text: z.string(), operatorName: z.string() })),
  /** What the spots that were measured then say together; null where no answer counts. */
  combined: combinedAnswerSchema.nullable(),
})
export type Visit = z.infer<typeof visitSchema>

export const visitsContract = {
  /** Of a lesion, the newest first. */
  list: procedure.input(z.object({ lesionId: z.string() })).output(z.array(visitSchema)),
  addNote: procedure.input(visitNoteSchema).output(z.void()),
}
