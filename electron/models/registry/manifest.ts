import { z } from 'zod'
import { lesionLabelSchema } from '../../contract/answer'
import { originSchema } from '../../contract/frame'
import { recipeSchema } from '../../contract/recipe'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const share = z.number().min(0).max(1)
const interval = z.tuple([share, share])

const networkSchema = z.strictObject({
  name: z.string(),
  inputLength: z.int().positive(),
  blocks: z.array(z.strictObject({ filters: z.int().positive(), kernel: z.int().positive() })).min(1),
  hidden: z.int().positive(),
  dropout: z.number().min(0).lt(1),
})

/** Figures on patients that training never saw; intervals hold 95 % of the resamples by patient. */
export const figuresSchema = z.strictObject({
  patients: z.int().positive(),
  malignant: z.int().positive(),
  auc: share,
  aucInterval: interval,
  sensitivity: share,
  sensitivityInterval: interval,
  specificity: share,
  specificityInterval: interval,
  accuracy: share,
  accuracyInterval: interval,
  /** Of the upper bound on the same patients; null where there is none to be had. */
  oracleAuc: share.nullable(),
})
export type Figures = z.infer<typeof figuresSchema>

export const bundleFiles = ['model.json', 'weights.bin', 'model.onnx', 'reference.json'] as const

/** What a model is, what it was made from and how good it is: `manifest.json` of a bundle. */
export const manifestSchema = z.strictObject({
  format: z.literal(1),
  name: z.string().min(1),
  network: networkSchema,
  trainableParameters: z.int().positive(),
  recipe: recipeSchema,
  recipeHash: sha256,
  /** The axis that the recipe leaves: `n` evenly spaced wavenumbers from `lo` to `hi`, cm-1. */
  grid: z.strictObject({ lo: z.number(), hi: z.number(), n: z.int().min(2) }),
  /** Of the outputs 0 and 1. */
  classes: z.tuple([lesionLabelSchema.extract(['benign']), lesionLabelSchema.extract(['malignant'])]),
  /** The temperature by which the logits were divided. The weights hold it already: what the model says is calibrated. */
  calibration: z.strictObject({ method: z.literal('temperature'), temperature: z.number().positive() }),
  /** Operating point: malignant at or above it. */
  threshold: share,
  thresholdRule: z.string(),
  provenance: z.strictObject({
    origin: originSchema,
    /** One sentence for whoever sees a figure of this model. */
    text: z.string(),
    cohort: z.string(),
    split: z.strictObject({
      fit: z.int(),
      earlyStopping: z.int(),
      calibration: z.int(),
      heldOut: z.int(),
    }),
    seed: z.int(),
    settings: z.strictObject({
      batch: z.int(),
      epochs: z.int(),
      learningRate: z.number(),
      patience: z.int(),
      augmentation: z.strictObject({ shift: z.number(), noise: z.number() }).nullable(),
    }),
    software: z.string(),
    bestEpoch: z.int(),
    epochs: z.int(),
  }),
  figures: z.strictObject({
    heldOut: figuresSchema,
    /** On further patients of the same source, many more than could be held out. */
    further: figuresSchema.nullable(),
  }),
  files: z.record(z.enum(bundleFiles), sha256),
})
export type Manifest = z.infer<typeof manifestSchema>

/** `reference.json`: some spectra, and what the network says of them in double precision. */
export const referenceSchema = z.array(
  z.strictObject({
    spectrum: z.array(z.number()),
    probability: share,
    logit: z.number(),
    cam: z.array(z.number()),
  }),
)
export type Reference = z.infer<typeof referenceSchema>
