import { z } from 'zod'

/** What is kept of a system that reads age, sex, site and skin type alone; JSON. */
export const metadataModelSchema = z.strictObject({
  columns: z.strictObject({
    meanAge: z.number().nullable(),
    levels: z.array(
      z.strictObject({
        factor: z.enum(['sex', 'bodySite', 'skinType']),
        level: z.union([z.string(), z.number()]).nullable(),
      }),
    ),
  }),
  /** Of the columns, and 1 / standard deviation. */
  means: z.array(z.number()),
  factors: z.array(z.number()),
  /** [scores, columns], one score after the other. */
  weights: z.array(z.number()),
  /** One a score. */
  biases: z.array(z.number()).min(1),
})
export type MetadataModel = z.infer<typeof metadataModelSchema>
