import { z } from 'zod'
import { originSchema } from '../../contract/frame'
import { experimentSchema } from '../../contract/learning'
import { metadataModelSchema } from '../classical/metadataModel'
import { outlierModelSchema } from '../evaluation/outlierModel'
import { splitSchema } from '../splits/split'

/** `training.json`: what a model that was trained here was made from, and which patients it has seen. */
export const trainingRecordSchema = z.object({
  research: z.literal(true),
  name: z.string(),
  /** Name and version of what trained. */
  software: z.string(),
  /** Of the spectra that it was trained on. */
  origin: originSchema,
  /** One sentence for whoever sees a figure of it. */
  provenance: z.string(),
  experiment: experimentSchema,
  split: splitSchema,
  /** As its probabilities are ordered. */
  classes: z.array(z.string()).min(2),
  /** By which its scores were divided; its graph holds it already. */
  temperature: z.number().positive(),
  /** Of two classes: the second at or above it; of more the malignant ones, taken together. */
  threshold: z.number(),
  /** Share of the same among the calibration spectra; absent in records of earlier versions. */
  calibratedAt: z.number().min(0).max(1).optional(),
  /** What is familiar; null where there were too few spectra, or for a system that reads none. */
  outliers: outlierModelSchema.nullable(),
  /** Age, sex, site and skin type alone, learnt from the same patients; null where they are not known. */
  metadata: z
    .strictObject({ model: metadataModelSchema, temperature: z.number().positive(), threshold: z.number() })
    .nullable(),
})
export type TrainingRecord = z.infer<typeof trainingRecordSchema>
