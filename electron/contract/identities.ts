import { z } from 'zod'
import { procedure } from './procedure'

/* Who a patient is. Kept in an encrypted case log alone, and in no export. */

const text = (most: number) => z.string().trim().min(1).max(most)

export const identitySchema = z.object({
  name: text(160),
  dateOfBirth: z.iso.date().nullable(),
  /** Of the patient, in the records of the house. */
  recordNumber: text(60).nullable(),
  contact: text(200).nullable(),
})
export type Identity = z.infer<typeof identitySchema>

export const identityStateSchema = z.object({
  /** False in a plain case log, which keeps none. */
  kept: z.boolean(),
  known: z.boolean(),
})
export type IdentityState = z.infer<typeof identityStateSchema>

export const shownIdentitySchema = z.object({
  identity: identitySchema,
  writtenAt: z.iso.datetime(),
  /** The newest first, this look among them. */
  acts: z.array(
    z.object({ at: z.iso.datetime(), operatorName: z.string(), act: z.enum(['written', 'read', 'erased']) }),
  ),
})
export type ShownIdentity = z.infer<typeof shownIdentitySchema>

const by = z.object({ patientId: z.string(), operatorId: z.string() })
export type IdentityLook = z.infer<typeof by>
const writing = by.extend({ identity: identitySchema })
export type IdentityWriting = z.infer<typeof writing>
const erasure = by.extend({ reason: text(1000) })
export type IdentityErasure = z.infer<typeof erasure>

export const identitiesContract = {
  state: procedure.input(by.pick({ patientId: true })).output(identityStateSchema),
  /** Who looked is on record. Null where nothing is known. */
  show: procedure.input(by).output(shownIdentitySchema.nullable()),
  /** Takes the place of what was known. */
  write: procedure.input(writing).output(z.void()),
  /** It is gone from the case log; backups that were made before have it. */
  erase: procedure.input(erasure).output(z.void()),
}
