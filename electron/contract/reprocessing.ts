import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { caseAnswerSchema } from './cases'
import { problemSchema } from './errors'
import { originSchema } from './frame'
import { caseSelectionSchema } from './overview'
import { procedure } from './procedure'
import { answerDifferenceSchema } from './recomputation'

/** What a batch computes with. */
export const computedWithSchema = z.discriminatedUnion('kind', [
  /** Each answer with the model that gave it. */
  z.object({ kind: z.literal('own') }),
  /** One model, with its own recipe. */
  z.object({ kind: z.literal('model'), hash: z.string().length(64) }),
  /** Quality and the preprocessed spectrum by one recipe, one that ships by its name; no model is asked. */
  z.object({ kind: z.literal('recipe'), recipe: z.string().min(1) }),
])
export type ComputedWith = z.infer<typeof computedWithSchema>

export const newReprocessingSchema = caseSelectionSchema.extend({
  operatorId: z.string(),
  with: computedWithSchema,
  /** Null: the one of each answer, or the fastest that agrees. */
  engine: z.string().nullable().default(null),
})
export type NewReprocessing = z.infer<typeof newReprocessingSchema>

/** `interrupted`: Stokes, or the thread that computed, ended. All but a finished batch can be resumed. */
export const reprocessingStateSchema = z.enum(['running', 'cancelled', 'interrupted', 'failed', 'finished'])
export type ReprocessingState = z.infer<typeof reprocessingStateSchema>

const named = z.object({ name: z.string(), hash: z.string() })

/** Stored cases computed again. Nothing of it is an answer: a model comes to answer by promotion alone. */
export const reprocessingSchema = z.object({
  id: z.string(),
  createdAt: z.iso.datetime(),
  /** Null where nobody named himself: the command line. */
  operatorName: z.string().nullable(),
  /** Null: each answer with its own, or none where there is a recipe. */
  model: named.extend({ simulated: z.boolean() }).nullable(),
  recipe: named.nullable(),
  engine: z.string().nullable(),
  /** In words: which cases. */
  chosen: z.string(),
  softwareVersion: z.string(),
  state: reprocessingStateSchema,
  /** Measurements. */
  total: z.int(),
  done: z.int(),
  endedAt: z.iso.datetime().nullable(),
  /** Of all attempts, without pauses. */
  workedMs: z.number(),
  problem: problemSchema.nullable(),
})
export type Reprocessing = z.infer<typeof reprocessingSchema>

export const reprocessingProgressSchema = z.object({
  id: z.string(),
  done: z.int(),
  total: z.int(),
  /** Measurements; null until it is known. */
  perSecond: z.number().nullable(),
  remainingMs: z.number().nullable(),
  /** A measurement at the instrument goes first. */
  paused: z.boolean(),
})
export type ReprocessingProgress = z.infer<typeof reprocessingProgressSchema>

export const reprocessingEventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('batch'), batch: reprocessingSchema }),
  z.object({ type: z.literal('progress'), progress: reprocessingProgressSchema }),
])
export type ReprocessingEvent = z.infer<typeof reprocessingEventSchema>

/**
 * What became of one measurement. `computed`: by a model. `unasked`: without one, quality and spectrum alone. `refused`: the model may not
 * judge spectra of this origin. `failed`: with the reason.
 */
export const reprocessingVerdictSchema = z.enum(['computed', 'unasked', 'refused', 'failed'])
export type ReprocessingVerdict = z.infer<typeof reprocessingVerdictSchema>

/** What an answer says in one word. */
export const saidSchema = caseAnswerSchema.exclude(['none'])
export type Said = z.infer<typeof saidSchema>

/** All that came out, of one origin: simulated and real cases are never counted together. */
export const reprocessingOutcomeSchema = z.object({
  origin: originSchema,
  measurements: z.int(),
  verdicts: z.record(reprocessingVerdictSchema, z.int()),
  /** To the last bit, of those that were computed. */
  same: z.int(),
  /** Quality and spectrum likewise, of those without a model. */
  sameUnasked: z.int(),
  /** What the stored answer says, and what was said now. */
  confusion: z.array(z.object({ stored: saidSchema, again: saidSchema, count: z.int() })),
  /** Whether the spectrum passes, then and now. */
  quality: z.array(z.object({ stored: z.boolean(), again: z.boolean(), count: z.int() })),
  /** Probabilities, in cells of 1 / `cells`: `[stored, again, count]`, by the number of the cell. */
  cells: z.int(),
  probabilities: z.array(z.tuple([z.int(), z.int(), z.int()])),
  greatestChange: z.number().nullable(),
  /** Preprocessed spectra that could be compared, and the greatest difference of one number. */
  spectra: z.object({ compared: z.int(), greatest: z.number().nullable() }),
  /** Why measurements were refused or failed. */
  problems: z.array(z.object({ verdict: reprocessingVerdictSchema, message: z.string(), count: z.int() })),
})
export type ReprocessingOutcome = z.infer<typeof reprocessingOutcomeSchema>

const wordSchema = z.object({ said: saidSchema, probability: z.number().nullable(), pass: z.boolean() })

/** A measurement whose answer changes; of a batch without a model, one that passes the gates no more, or again. */
export const changedAnswerSchema = z.object({
  entry: z.int(),
  lesionId: z.string(),
  pseudonym: z.string(),
  acquisitionId: z.string(),
  measuredAt: z.iso.datetime(),
  origin: originSchema,
  stored: wordSchema,
  /** Said is null where no model was asked. */
  again: wordSchema.extend({ said: saidSchema.nullable() }),
  differences: z.array(answerDifferenceSchema),
})
export type ChangedAnswer = z.infer<typeof changedAnswerSchema>

const ofBatch = z.object({ id: z.string() })

export const reprocessingContract = {
  /** Newest first. */
  list: procedure.output(z.array(reprocessingSchema)),
  /** @throws `usage.invalid` while another batch runs, or for a choice without answers; `model.notFound`, `recipe.*`, `engine.*` */
  start: procedure.input(newReprocessingSchema).output(reprocessingSchema),
  cancel: procedure.input(ofBatch).output(reprocessingSchema),
  /** Goes on where it ended. */
  resume: procedure.input(ofBatch).output(reprocessingSchema),
  outcome: procedure.input(ofBatch).output(z.array(reprocessingOutcomeSchema)),
  /** Those whose answer changes, in the order in which they were computed; after `cursor`, which is the `entry` of one. */
  changed: procedure
    .input(ofBatch.extend({ cursor: z.int().default(0), limit: z.int().min(1).max(200).default(50) }))
    .output(z.array(changedAnswerSchema)),
  /** A line for each measurement. @throws `usage.invalid` for more than a window can hold */
  csv: procedure.input(ofBatch).output(z.string()),
  watch: procedure.output(eventIterator(reprocessingEventSchema)),
}
