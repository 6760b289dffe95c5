import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './procedure'

/* What is on record, and whether it still is what was written. */

const timestamp = z.iso.datetime()

/** What happened to the case log that no row of it says. Kept as text: a later version has more. */
export const eventKinds = [
  'version',
  'signedIn',
  'signedOut',
  'signInFailed',
  'administratorReset',
  'exported',
  'backedUp',
  'restored',
  'encrypted',
  'keyChanged',
  'decrypted',
  'recordChecked',
] as const
export type EventKind = (typeof eventKinds)[number]

export const eventDetailsSchema = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]),
)
export type EventDetails = z.infer<typeof eventDetailsSchema>

const cell = z.union([z.string(), z.number(), z.null()])

/** A line of the audit: who did what to which row. */
export const auditLineSchema = z.object({
  entry: z.int(),
  at: timestamp,
  actor: z.string(),
  /** `found`: the row was there before there was an audit. */
  action: z.enum(['found', 'added', 'changed', 'removed']),
  table: z.string(),
  /** The rowid, or the primary key as JSON. */
  row: z.string(),
  /** What changed; bytes are given by their SHA-256. */
  changes: z.array(z.object({ column: z.string(), before: cell, after: cell })),
  /** Of a line of the table `event`: what happened. */
  event: z.object({ kind: z.string(), details: eventDetailsSchema }).nullable(),
  /** The case that the row belongs to, where it belongs to one. */
  lesionId: z.string().nullable(),
})
export type AuditLine = z.infer<typeof auditLineSchema>

export const auditFiltersSchema = z.object({
  /** A part of the name. */
  actor: z.string().trim().max(80).default(''),
  table: z.string().nullable().default(null),
  lesionId: z.string().nullable().default(null),
  /** At this moment or later, and before that one. */
  from: timestamp.nullable().default(null),
  until: timestamp.nullable().default(null),
})
export type AuditFilters = z.infer<typeof auditFiltersSchema>

export const auditQuerySchema = auditFiltersSchema.extend({
  /** Goes on with lines older than this one. */
  before: z.int().nullable().default(null),
  limit: z.int().min(1).max(200).default(50),
})
export type AuditQuery = z.infer<typeof auditQuerySchema>

/** The newest first. */
export const auditPageSchema = z.object({
  lines: z.array(auditLineSchema),
  /** `before` of the next page; null where there is none. */
  next: z.int().nullable(),
  /** What a filter can name. */
  tables: z.array(z.string()),
})
export type AuditPage = z.infer<typeof auditPageSchema>

const recordFindingSchema = z.object({
  table: z.string(),
  id: z.string(),
  what: z.string(),
  /** The case that it belongs to; null where that cannot be told. */
  lesionId: z.string().nullable(),
})

export const recordCheckSchema = z.object({
  ok: z.boolean(),
  checkedAt: timestamp,
  /** Lines of the audit and rows of the record. */
  rows: z.int(),
  seconds: z.number(),
  findings: z.array(recordFindingSchema),
  /** There are more than are listed. */
  more: z.boolean(),
  /** Whether the head is signed with the key of the case log; null where it has none. */
  signed: z.boolean().nullable(),
})
export type RecordCheck = z.infer<typeof recordCheckSchema>

/** What is kept of a check. */
export const lastCheckSchema = recordCheckSchema
  .pick({ ok: true, checkedAt: true, rows: true, seconds: true })
  .extend({ findings: z.int() })
export type LastCheck = z.infer<typeof lastCheckSchema>

const checkEventSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('reading'), done: z.int(), total: z.int() }),
  z.object({ phase: z.literal('done'), check: recordCheckSchema }),
])

const exportEventSchema = z.discriminatedUnion('phase', [
  z.object({ phase: z.literal('writing'), lines: z.int() }),
  z.object({ phase: z.literal('done'), lines: z.int(), file: z.string() }),
])

export const auditContract = {
  /** Reads the whole record again, as `stokes verify` does. Runs to `done`; leaving the iterator ends it. */
  check: procedure.output(eventIterator(checkEventSchema)),
  /** Null: it was never checked. */
  lastCheck: procedure.output(lastCheckSchema.nullable()),
  list: procedure.input(auditQuerySchema).output(auditPageSchema),
  /** The lines of one case. */
  ofCase: procedure
    .input(auditQuerySchema.pick({ before: true, limit: true }).extend({ lesionId: z.string() }))
    .output(auditPageSchema),
  /** All lines that the filters leave, as a CSV file in this folder. */
  export: procedure
    .input(z.object({ filters: auditFiltersSchema, folder: z.string().min(1) }))
    .output(eventIterator(exportEventSchema)),
}
