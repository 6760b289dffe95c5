import { z } from 'zod'
import { problemSchema } from './errors'
import { keychainStateSchema } from './keychain'
import { procedure } from './procedure'

/** Which way the key of the case log is kept on this computer. */
export const keyKeeperSchema = z.enum(['keychain', 'passphrase'])
export type KeyKeeper = z.infer<typeof keyKeeperSchema>

export const SHORTEST_PASSPHRASE = 12
const passphraseSchema = z.string().min(SHORTEST_PASSPHRASE).max(200)

/** How many days, weeks and months have a backup of theirs kept. */
export const retentionSchema = z.object({
  daily: z.int().min(0).max(366),
  weekly: z.int().min(0).max(520),
  monthly: z.int().min(0).max(240),
})

export const backupPlanSchema = z.object({
  /** Null: none are made by themselves. */
  folder: z.string().min(1).nullable(),
  everyHours: z
    .number()
    .min(1)
    .max(24 * 31),
  keep: retentionSchema,
})
export type BackupPlan = z.infer<typeof backupPlanSchema>

export const backupSummarySchema = z.object({
  path: z.string(),
  /** ISO 8601, UTC. */
  takenAt: z.string(),
  bytes: z.int(),
  /** When it was read from end to end; null where nothing says that it was. */
  verifiedAt: z.string().nullable(),
  encrypted: z.boolean().nullable(),
  frames: z.int().nullable(),
})
export type BackupSummary = z.infer<typeof backupSummarySchema>

export const integritySchema = z.object({
  ok: z.boolean(),
  /** ISO 8601, UTC. */
  checkedAt: z.string(),
  findings: z.array(z.object({ table: z.string(), what: z.string() })),
  tables: z.int(),
  /** For which there was no time. */
  unchecked: z.int(),
})

export const safetyStatusSchema = z.object({
  path: z.string(),
  /** `locked`: encrypted, and its key is not in hand. */
  state: z.enum(['absent', 'plain', 'encrypted', 'locked', 'unreadable']),
  /** Name of the key in hand. */
  key: z.string().nullable(),
  keptBy: keyKeeperSchema.nullable(),
  /** Null where there is no main process to ask. */
  keychain: keychainStateSchema.nullable(),
  integrity: integritySchema.nullable(),
  plan: backupPlanSchema,
  /** The newest first. */
  backups: z.array(backupSummarySchema),
  /** Of the backup that is being made: a share, 0 to 1. */
  progress: z.number().nullable(),
  /** Why the last backup was not made. */
  problem: problemSchema.nullable(),
})
export type SafetyStatus = z.infer<typeof safetyStatusSchema>

export const restorePlanSchema = z.object({
  backup: z.string(),
  takenAt: z.string().nullable(),
  schemaVersion: z.int(),
  encrypted: z.boolean(),
  present: z.object({ path: z.string(), readable: z.boolean() }).nullable(),
  changes: z.array(z.object({ table: z.string(), now: z.int(), then: z.int() })),
})
export type RestorePlan = z.infer<typeof restorePlanSchema>

export const salvageSchema = z.array(
  z.object({ table: z.string(), saved: z.int(), lost: z.int(), orphans: z.int() }),
)
export type Salvage = z.infer<typeof salvageSchema>

const backupSchema = z.object({
  backup: z.string(),
  /** Its recovery key, where it was made under another than the case log has. */
  words: z.string().max(2000).optional(),
})

export const decryptionSchema = z.object({
  /** Why who patients are is erased before; null where nobody asked for it. */
  eraseIdentities: z.string().trim().min(1).max(1000).nullable(),
  operatorId: z.string().nullable(),
})
export type Decryption = z.infer<typeof decryptionSchema>

/** Keys, backups and damage of the case log. What changes its file starts the instrument process anew. */
export const safetyContract = {
  status: procedure.output(safetyStatusSchema),
  /** Opens an encrypted case log for as long as Stokes runs; with its words, from now on where there is a keychain. */
  unlock: procedure
    .input(z.union([z.object({ passphrase: z.string() }), z.object({ words: z.string() })]))
    .output(z.void()),
  /** A new key as words, shown once: not in use before `encrypt`. */
  proposeKey: procedure.output(z.object({ key: z.string(), words: z.array(z.string()) })),
  /** Encrypts the case log with the key that was proposed, or gives it that key in place of its own. */
  encrypt: procedure
    .input(z.object({ keptBy: keyKeeperSchema, passphrase: passphraseSchema.optional() }))
    .output(z.void()),
  /** Refused with `storage.holdsIdentities` while the case log says who patients are, unless they are erased with it. */
  decrypt: procedure.input(decryptionSchema).output(z.void()),
  setPlan: procedure.input(backupPlanSchema).output(z.void()),
  backUpNow: procedure.output(backupSummarySchema),
  planRestore: procedure.input(backupSchema).output(restorePlanSchema),
  restore: procedure.input(backupSchema).output(z.void()),
  /** Into a new file beside the case log; says which. */
  rescue: procedure.output(z.object({ to: z.string(), tables: salvageSchema })),
}
