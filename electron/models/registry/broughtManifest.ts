import { z } from 'zod'
import { originSchema } from '../../contract/frame'
import { outputKinds } from '../inference/broughtModel'
import { figuresSchema } from './manifest'

const extent = z.int().positive()
const text = z.string().min(1)

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
  /** The name of a recipe that ships, or a recipe in full. */
  recipe: z.union([z.string(), z.record(z.string(), z.unknown())]),
  threshold: z.number().min(0).max(1),
  provenance: z.strictObject({ origin: originSchema, text }),
  figures: figuresSchema.optional(),
})
export type BroughtManifest = z.infer<typeof broughtManifestSchema>

/** `reference.json`, where there is one: what the model said of some prepared spectra where it was made. */
export const broughtReferenceSchema = z
  .array(z.strictObject({ spectrum: z.array(z.number()), probability: z.number().min(0).max(1) }))
  .min(1)
