import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { caseQuerySchema, lesionClassSchema } from './cases'
import { originSchema } from './frame'
import { procedure } from './procedure'

/** Which cases are looked at together: those that the list would show. */
export const caseSelectionSchema = caseQuerySchema.pick({ search: true, filters: true })
export type CaseSelection = z.infer<typeof caseSelectionSchema>

/** Predictions against histopathology: how many cases agree, and of the malignant and the benign how many were said to be so. */
export const agreementSchema = z.object({
  /** A month (2026-11), a body site or a skin type; `all`. */
  group: z.string(),
  /** Said malignant and found so, and so on. */
  truePositive: z.int(),
  falseNegative: z.int(),
  trueNegative: z.int(),
  falsePositive: z.int(),
  /** Null where there is no such case; 95 % interval of Wilson. */
  agreement: z.object({ share: z.number(), interval: z.tuple([z.number(), z.number()]) }).nullable(),
  sensitivity: z.object({ share: z.number(), interval: z.tuple([z.number(), z.number()]) }).nullable(),
  specificity: z.object({ share: z.number(), interval: z.tuple([z.number(), z.number()]) }).nullable(),
})
export type Agreement = z.infer<typeof agreementSchema>

/** How the answers of one model agree: those of several are never counted together. */
export const modelAgreementSchema = z.object({
  name: z.string(),
  hash: z.string(),
  /** With an answer of it and a histopathology. */
  cases: z.int(),
  overall: agreementSchema,
  /** By the month of the diagnosis. */
  overTime: z.array(agreementSchema),
  bySite: z.array(agreementSchema),
  bySkinType: z.array(agreementSchema),
})
export type ModelAgreement = z.infer<typeof modelAgreementSchema>

/** Of one origin: simulated and real cases are never counted together. */
export const caseStatisticsSchema = z.object({
  origin: originSchema,
  cases: z.int(),
  /** Measurements of each week, by its Monday (UTC); weeks without any are there. */
  weeks: z.array(z.object({ from: z.iso.date(), measurements: z.int(), cases: z.int() })),
  /** The one with the most cases first. */
  models: z.array(modelAgreementSchema),
})
export type CaseStatistics = z.infer<typeof caseStatisticsSchema>

/** Spectra that can be compared: of one origin, prepared by one recipe on one grid. */
export const comparableSchema = z.object({
  key: z.string(),
  origin: originSchema,
  recipe: z.string(),
  recipeHash: z.string(),
  from: z.number(),
  to: z.number(),
  points: z.int(),
  cases: z.int(),
})
export type Comparable = z.infer<typeof comparableSchema>

export const comparedClassSchema = z.object({
  /** `none`: without a diagnosis. */
  name: z.union([lesionClassSchema, z.literal('none')]),
  spectra: z.int(),
  mean: z.array(z.number()),
  /** Null for a single spectrum. */
  sd: z.array(z.number()).nullable(),
  /** A few of them, each with its case: to be drawn one by one. */
  examples: z.array(z.object({ lesionId: z.string(), pseudonym: z.string(), values: z.array(z.number()) })),
})
export type ComparedClass = z.infer<typeof comparedClassSchema>

export const comparisonOfCasesSchema = z.object({
  /** What there is, the most cases first. */
  comparable: z.array(comparableSchema),
  /** Null where no case has a processed spectrum. */
  shown: comparableSchema.nullable(),
  grid: z.array(z.number()),
  classes: z.array(comparedClassSchema),
})
export type ComparisonOfCases = z.infer<typeof comparisonOfCasesSchema>

/** Cases that are compared one by one: more lines on one chart cannot be told apart. */
export const MOST_PICKED = 12

const portion = { done: z.int(), of: z.int() }
const key = z.string().nullable().default(null)

export const overviewContract = {
  /** Leaving the iterator ends the work. */
  statistics: procedure
    .input(caseSelectionSchema)
    .output(
      eventIterator(
        z.discriminatedUnion('phase', [
          z.object({ phase: z.literal('counting'), ...portion }),
          z.object({ phase: z.literal('done'), statistics: z.array(caseStatisticsSchema) }),
        ]),
      ),
    ),
  /** The newest processed spectrum of each case; of the most frequent preparation where `key` names none. */
  compare: procedure
    .input(caseSelectionSchema.extend({ key }))
    .output(
      eventIterator(
        z.discriminatedUnion('phase', [
          z.object({ phase: z.literal('reading'), ...portion }),
          z.object({ phase: z.literal('done'), comparison: comparisonOfCasesSchema }),
        ]),
      ),
    ),
  /** The same of a few cases, each of them an example. */
  comparePicked: procedure
    .input(z.object({ lesionIds: z.array(z.string()).min(1).max(MOST_PICKED), key }))
    .output(comparisonOfCasesSchema),
}
