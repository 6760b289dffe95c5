import { z } from 'zod'

const leaf = z.union([z.number(), z.string(), z.boolean()]).nullable()
/** One number or word of a part of an answer; null where there is none. */
export const differingPartSchema = z.object({ name: z.string(), stored: leaf, again: leaf })
export type DifferingPart = z.infer<typeof differingPartSchema>

/** Something in which an answer that was computed again differs from the stored one. */
export const answerDifferenceSchema = z.object({
  /**
   * `circumstance`: what it was computed with, which may explain the rest. `value`: what it says.
   */
  kind: z.enum(['circumstance', 'value']),
  /**
   * A stable word: model, recipe, software, engine, chain, instructions, addon, processor, runtime, frames, calibration; or the part of
   * the answer.
   */
  what: z.string(),
  /** In words; null where nothing was recorded. */
  stored: z.string().nullable(),
  again: z.string().nullable(),
  /** Of a list of numbers: the greatest absolute difference, and relative to the greatest stored number. */
  greatest: z.object({ absolute: z.number(), relative: z.number() }).optional(),
  /** Of the quality and the bands: each figure that differs, the first of many. */
  parts: z.array(differingPartSchema).optional(),
})
export type AnswerDifference = z.infer<typeof answerDifferenceSchema>

/** What came of computing a stored answer again from its frames. */
export const recomputationSchema = z.object({
  acquisitionId: z.string(),
  /** Of the stored result. */
  resultId: z.string(),
  /** Every value is the same to the last bit, whatever it was computed with. */
  same: z.boolean(),
  differences: z.array(answerDifferenceSchema),
})
export type Recomputation = z.infer<typeof recomputationSchema>
