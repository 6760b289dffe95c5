import { z } from 'zod'

const augmentationSchema = z.strictObject({
  /** Points. */
  shift: z.number().min(0).default(0),
  noise: z.number().min(0).default(0),
  scale: z.number().min(0).lt(1).default(0),
  baseline: z.number().min(0).default(0),
  mixing: z.number().min(0).max(0.5).default(0),
})

/** How a network is trained. The defaults are the paper's; it says nothing of augmentation, so there is none. */
export const networkSettingsSchema = z.strictObject({
  epochs: z.int().min(1).default(100),
  /** Epochs without a lower loss on the watched spectra after which training ends. */
  patience: z.int().min(1).default(15),
  /** Of Adam, at the start; cosine annealing brings it to 0. */
  learningRate: z.number().positive().default(1e-3),
  batch: z.int().min(2).default(32),
  dropout: z.number().min(0).lt(1).default(0.5),
  augmentation: augmentationSchema.nullable().default(null),
})
export type NetworkSettings = z.infer<typeof networkSettingsSchema>

/** Of the network that begins with another's weights: the head learns at `learningRate`. */
export const residualSettingsSchema = networkSettingsSchema.omit({ augmentation: true }).extend({
  /** Of the last two stages. */
  bodyLearningRate: z.number().positive().default(1e-4),
})
export type ResidualSettings = z.infer<typeof residualSettingsSchema>
