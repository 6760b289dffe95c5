import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure'

/*
 * Who may do what. Without accounts everything is allowed to whoever is there; with them, nothing but what is safe is done while
 * nobody is signed in, and each call is allowed by role in the instrument process.
 */

const timestamp = z.iso.datetime()
const name = z.string().trim().min(1).max(80)
/** A PIN or a password; which are good enough, the instrument process says. */
const secret = z.string().max(128)

export const roles = ['clinician', 'technician', 'researcher', 'administrator'] as const
export const roleSchema = z.enum(roles)
export type Role = z.infer<typeof roleSchema>

export const userSchema = z.object({
  id: z.string(),
  name,
  role: roleSchema,
  /** Under whom what this user does stands in the case log. */
  operatorId: z.string(),
  /** False: may not sign in any more. Users are never deleted. */
  active: z.boolean(),
  createdAt: timestamp,
})
export type User = z.infer<typeof userSchema>

/** A user, as the administrator sees them. */
export const accountSchema = userSchema.extend({
  /** Null: never, or before this was recorded. */
  lastSignInAt: timestamp.nullable(),
  /** Until then nobody can sign in as this user, after wrong attempts. May lie in the past. */
  blockedUntil: timestamp.nullable(),
})
export type Account = z.infer<typeof accountSchema>

export const trustStateSchema = z.object({
  /** False: there are no accounts, and everything is allowed. */
  accounts: z.boolean(),
  /** Who may sign in. */
  users: z.array(userSchema),
  /** Who is signed in; null: locked, or without accounts. */
  user: userSchema.nullable(),
  lockAfterMinutes: z.int(),
})
export type TrustState = z.infer<typeof trustStateSchema>

export const signatureMeanings = ['created', 'reviewed', 'approved'] as const
export const signatureMeaningSchema = z.enum(signatureMeanings)
export type SignatureMeaning = z.infer<typeof signatureMeaningSchema>

export const caseSignatureSchema = z.object({
  id: z.string(),
  lesionId: z.string(),
  userName: z.string(),
  role: roleSchema,
  meaning: signatureMeaningSchema,
  signedAt: timestamp,
  /** SHA-256 of all that belonged to the case. */
  hash: z.string(),
  /** Where it was given, of a case that came as an archive; null: here. */
  site: z.string().nullable(),
  /** Whether its hash is that of the rows as they were then; null where it was given here. */
  checked: z.boolean().nullable(),
  /** Whether the case still is what was signed. */
  unchanged: z.boolean(),
  /** What was done to the case since, as the audit has it, the oldest first; 100 at most. */
  changes: z.array(z.object({ at: timestamp, actor: z.string(), action: z.string(), table: z.string() })),
})
export type CaseSignature = z.infer<typeof caseSignatureSchema>

const ofCase = z.object({ lesionId: z.string() })
const ofUser = z.object({ userId: z.string() })

export const trustContract = {
  /** Now, and whenever it changes. */
  watch: procedure.output(eventIterator(trustStateSchema)),
  /** The first account, which is an administrator's, and who makes it is signed in. Refused where there is one. */
  setUp: procedure.input(z.object({ name, secret })).output(userSchema),
  /** Takes the place of whoever is signed in. Each wrong secret makes the next attempt wait longer. */
  signIn: procedure.input(ofUser.extend({ secret })).output(userSchema),
  lock: procedure.output(z.void()),
  /** Somebody is there: the idle lock begins to count anew. */
  active: procedure.output(z.void()),
  /** Those too who may not sign in any more. */
  users: procedure.output(z.array(accountSchema)),
  addUser: procedure.input(z.object({ name, role: roleSchema, secret })).output(userSchema),
  /** The last administrator stays one. */
  changeUser: procedure.input(ofUser.extend({ role: roleSchema, active: z.boolean() })).output(userSchema),
  /** Of somebody who forgot theirs. */
  resetSecret: procedure.input(ofUser.extend({ secret })).output(z.void()),
  /** Of an administrator, by whoever has the recovery key of the case log; whoever was signed in is not any more. */
  recoverAdministrator: procedure
    .input(ofUser.extend({ words: z.string().max(2000), secret }))
    .output(z.void()),
  changeSecret: procedure.input(z.object({ old: secret, secret })).output(z.void()),
  setLockAfter: procedure.input(z.object({ minutes: z.int().min(1).max(240) })).output(z.void()),
  /** Asks for the secret again, whoever is signed in. */
  sign: procedure
    .input(ofCase.extend({ meaning: signatureMeaningSchema, secret }))
    .output(z.array(caseSignatureSchema)),
  /** Oldest first. */
  signatures: procedure.input(ofCase).output(z.array(caseSignatureSchema)),
}
