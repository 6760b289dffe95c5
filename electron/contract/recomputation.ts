import { z } from 'zod'

/** Something in which an answer that was computed again differs from the stored one. */
export const answerDifferenceSchema = z.object({
  /**
   * `circumstance`: what it was computed with, which may explain the rest. `value`: what it says.
   */
  kind: z.enum(['circumstance', 'value']),
  /** A stable word: model, recipe, software, engine, chain, instructions, addon, processor, runtime; or the part of the answer. */
  what: z.string(),
  /** In words; null where nothing was recorded. */
  stored: z.string().nullable(),
  again: z.string().nullable(),
  /** Of a list of numbers: the greatest absolute difference, and relative to the greatest stored number. */
  greatest: z.object({ absolute: z.number(), relative: z.number() }).optional(),
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
