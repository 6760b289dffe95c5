import { z } from 'zod'
import { originSchema } from '../../contract/frame'
import { saliencyMethodSchema } from '../../contract/saliency'
import { outlierModelSchema } from '../evaluation/outlierModel'
import { mapMeanings, outputKinds } from '../inference/broughtModel'
import { figuresSchema } from './manifest'

const extent = z.int().positive()
const text = z.string().min(1)
const inside = z.number().gt(0).lt(1)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

/** `manifest.json` beside an ONNX model that was made elsewhere; docs/models.md explains every line. */
export const broughtManifestSchema = z.strictObject({
  format: z.literal('onnx'),
  name: text,
  /** The ONNX file, in the same folder. */
  file: z
    .string()
    .regex(/^[^/\\]+\.onnx$/)
    .default('model.onnx'),
  input: z.strictObject({
    name: text,
    /** Such as ["batch", 1, 1200]. */
    shape: z.tuple([z.literal('batch')], extent),
  }),
  output: z.strictObject({ name: text, kind: z.enum(outputKinds) }),
  /** In the order of the output. */
  classes: z.array(text).min(2),
  /** Which of the classes are malignant. */
  malignant: z.array(text).min(1),
  featureMap: z
    .strictObject({
      tensor: text,
      layout: z.enum(['channels-first', 'channels-last']).default('channels-first'),
    })
    .optional(),
  /** A saliency map that the model gives out itself; instead of a feature map. */
  map: z
    .strictObject({
      /** One number a cell. */
      output: text,
      method: saliencyMethodSchema.exclude(['occlusion']),
      speaksFor: z.enum(mapMeanings),
      /** Points of the spectrum from one cell to the next. Left out, the cells cover it evenly. */
      stride: z.number().positive().optional(),
      /** The middle of the first cell, in points; (stride - 1) / 2 if left out. */
      first: z.number().nonnegative().optional(),
    })
    .optional(),
  /** The name of a recipe that ships, or a recipe in full. */
  recipe: z.union([z.string(), z.record(z.string(), z.unknown())]),
  threshold: z.number().min(0).max(1),
  /** Share of malignant lesions where its probabilities were calibrated, and at the site; a cohort of one half is no clinic. */
  prevalence: z.strictObject({ calibratedAt: inside, site: inside.nullable() }).optional(),
  /** In log-odds from the threshold: what is nearer is not answered. Left out, all is. */
  leastSureness: z.number().nonnegative().optional(),
  provenance: z.strictObject({ origin: originSchema, text }),
  figures: figuresSchema.optional(),
  /** What it takes to tell that a spectrum is unlike those of the training; of a model that Stokes trained. */
  familiar: outlierModelSchema.optional(),
  /** SHA-256 of `training.json` and of `reference.json` beside it; of a model that Stokes trained. */
  training: sha256.optional(),
  reference: sha256.optional(),
})
export type BroughtManifest = z.infer<typeof broughtManifestSchema>

/** `reference.json`, where there is one: what the model said of some prepared spectra where it was made. */
export const broughtReferenceSchema = z
  .array(z.strictObject({ spectrum: z.array(z.number()), probability: z.number().min(0).max(1) }))
  .min(1)
