import { z } from 'zod'
import { clonedNumbersSchema } from './clonedNumbers'
import { computationSchema } from './computation'
import { originSchema } from './frame'
import { saliencyMethodSchema } from './saliency'

export const qualityReasonSchema = z.object({
  /** Which gate failed: a stable word, such as `saturation`. */
  gate: z.string(),
  /** "Repeat, because …": what is wrong, with the number, and the remedy. */
  message: z.string(),
})
export type QualityReason = z.infer<typeof qualityReasonSchema>

/** `width` neighbouring pixels of a frame, from `pixel` on, that a cosmic ray hit. */
const spikesSchema = z.array(z.object({ frame: z.int(), pixel: z.int(), width: z.int() }))

export const qualityReportSchema = z.object({
  pass: z.boolean(),
  reasons: z.array(qualityReasonSchema),
  /** What passed, but ought to be looked at: sentences. Absent in records from before these were kept, as is what follows. */
  warnings: z.array(qualityReasonSchema).optional(),
  /** Every figure that was judged, with the limit it was held against. */
  figures: z.array(
    z.object({
      gate: z.string(),
      label: z.string(),
      /** Null where it is not known. */
      value: z.number().nullable(),
      /** Said in place of the value, of what is no number. */
      words: z.string().optional(),
      unit: z.string(),
      limit: z.string(),
      pass: z.boolean(),
      /** Passes, but somebody ought to look: shown in amber. */
      warn: z.boolean().optional(),
    }),
  ),
  /** Of each frame with the laser on, in their order: to tell which of them spoilt a measurement. */
  frames: z
    .array(
      z.object({
        saturatedPixels: z.int().nullable(),
        /** The brightest pixel, of the detector's range. */
        peakFillPercent: z.number().nullable(),
        spikePixels: z.int(),
        /** Less the dark. */
        meanCounts: z.number().nullable(),
        /** With the mean of the other frames, corrected for noise. */
        correlation: z.number().nullable(),
      }),
    )
    .optional(),
  /** The mask: what was replaced in the frames with the laser on and off. */
  spikes: spikesSchema.optional(),
  darkSpikes: spikesSchema.optional(),
  /** Of the file of limits that it was judged by. */
  limits: z.object({ version: z.int(), hash: z.string() }).optional(),
})
export type QualityReport = z.infer<typeof qualityReportSchema>

/** A molecule that the literature gives for a band. Assignments overlap: a candidate, never a finding. */
export const bandCandidateSchema = z.object({
  molecule: z.string(),
  group: z.string(),
  /** Range of the assignment, cm-1. */
  from: z.number(),
  to: z.number(),
  /** DOI or citation. */
  source: z.string(),
})
export type BandCandidate = z.infer<typeof bandCandidateSchema>

/** A stretch where the saliency map is high. */
export const mapBandSchema = z.object({
  /** Interval of the map, cm-1, no narrower than the map's resolution. */
  from: z.number(),
  to: z.number(),
  /** Where the map is highest within it, cm-1. */
  wavenumber: z.number(),
  /** Height of the map, relative to its highest point: 0 to 1. */
  score: z.number(),
})
export type MapBand = z.infer<typeof mapBandSchema>

export const saliencyBandSchema = mapBandSchema.extend({
  /** Change of the logit of the predicted class when the band is covered; positive supports the answer. */
  occlusionDrop: z.number(),
  /** Empty where occlusion does not confirm the band. */
  candidates: z.array(bandCandidateSchema),
})
export type SaliencyBand = z.infer<typeof saliencyBandSchema>

export const lesionLabelSchema = z.enum(['benign', 'malignant'])
export type LesionLabel = z.infer<typeof lesionLabelSchema>

export const classProbabilitySchema = z.object({
  name: z.string(),
  /** Whether it counts as malignant. */
  malignant: z.boolean(),
  probability: z.number().min(0).max(1),
})
export type ClassProbability = z.infer<typeof classProbabilitySchema>

/** What was computed from the frames of one acquisition (or from one recorded spectrum). */
export const answerSchema = z.object({
  origin: originSchema,
  /** True where the model may not judge this origin: no class, no probability, saliency as a demonstration. */
  demonstration: z.boolean(),
  quality: qualityReportSchema,
  /** Of malignancy, calibrated; null where it is withheld. */
  probability: z.number().min(0).max(1).nullable(),
  label: lesionLabelSchema.nullable(),
  /** Of each class, calibrated, where the model tells more than two apart. Absent in records from before these were kept. */
  classes: z.array(classProbabilitySchema).nullable().optional(),
  /** Operating point of the model: malignant at or above it. */
  threshold: z.number(),
  /** Why probability and label are null. */
  withheld: z.enum(['quality', 'demonstration']).nullable(),
  /** cm-1, ascending; the grid of the recipe. */
  grid: z.array(z.number()),
  /** The spectrum as the model saw it, on `grid`. Null where preprocessing refused the spectrum. */
  processed: z.array(z.number()).nullable(),
  /** On `grid`, 0 to 1, signed for the label that the model leans to. Null where there is none. */
  saliency: z.array(z.number()).nullable(),
  /** How the map came about; absent in answers that were recorded without it, null where there is none. */
  saliencyMethod: saliencyMethodSchema.nullable().optional(),
  /** Distance of two independent points of the saliency map, cm-1. */
  saliencyResolution: z.number(),
  bands: z.array(saliencyBandSchema).max(10),
  model: z.object({ name: z.string(), hash: z.string(), simulated: z.boolean() }),
  recipe: z.object({ name: z.string(), hash: z.string() }),
  engine: z.string(),
  softwareVersion: z.string(),
  /** Absent in answers that were recorded without it. */
  computation: computationSchema.nullable().optional(),
})
export type Answer = z.infer<typeof answerSchema>

/**
 * An answer before its bands were covered one by one; nothing else of it changes. Somebody waits for it, so its numbers cross
 * as they are: an event is clonedNumbersSchema, not written as JSON.
 */
export const judgedAnswerSchema = answerSchema.extend({
  grid: clonedNumbersSchema,
  processed: clonedNumbersSchema.nullable(),
  saliency: clonedNumbersSchema.nullable(),
  bands: z.array(mapBandSchema).max(10),
})
export type JudgedAnswer = z.infer<typeof judgedAnswerSchema>
