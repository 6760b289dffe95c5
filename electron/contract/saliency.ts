import { z } from 'zod'

const share = z.number().min(0).max(1)

/**
 * How a map came about. `grad-cam`: the last feature map of a network, weighed by the slopes of the logit. `gradient-input`:
 * the slope of the logit times what a spectrum differs by from the mean. `occlusion`: what covering each stretch takes from
 * the logit.
 */
export const saliencyMethodSchema = z.enum(['grad-cam', 'gradient-input', 'occlusion'])
export type SaliencyMethod = z.infer<typeof saliencyMethodSchema>

const numbers = z.array(z.number())

/** What a model reads in each class: the mean of its maps over the spectra, held-out ones of patients it has not seen. */
export const classMapsSchema = z.object({
  method: saliencyMethodSchema,
  /** Distance of two independent points of the maps, cm-1. */
  resolution: z.number(),
  /** cm-1; all arrays below are on it. */
  grid: numbers,
  classes: z.array(
    z.object({
      name: z.string(),
      spectra: z.int(),
      /** As the recipe left them: mean and standard deviation over the spectra. Null where there is none. */
      mean: numbers.nullable(),
      sd: numbers.nullable(),
      /** Of those, the ones that the model said the class of; the maps are theirs. */
      right: z.int(),
      /** Mean and standard deviation of the maps for this class, each 0 to 1. Null where none was said rightly. */
      map: numbers.nullable(),
      mapSd: numbers.nullable(),
    }),
  ),
})
export type ClassMaps = z.infer<typeof classMapsSchema>

/** Parts of a spectrum that say more of how it was measured than of the tissue. */
export const artefactKindSchema = z.enum(['edge', 'saturated', 'badPixels', 'cosmicRay', 'residualLaser'])
export type ArtefactKind = z.infer<typeof artefactKindSchema>

/** Whether the map of one spectrum can be believed. */
export const saliencyTrustSchema = z.object({
  method: saliencyMethodSchema,
  /** The spectrum replaced stretch by stretch, what the map holds for most telling first. */
  deletion: z.object({
    /** What is replaced, share of the spectrum: from 0 to 1. */
    shares: z.array(share),
    /** Of the class that is said, at each share. */
    probabilities: z.array(share),
    /** The same in random orders: the mean, and the least and greatest of them. */
    random: z.object({ mean: z.array(share), from: z.array(share), to: z.array(share) }),
    /** Under the curve of the map, and under the mean of the random ones: the smaller, the sooner the answer is lost. */
    area: share,
    randomArea: share,
    /** Chance that a random order is as good: (1 + those that are) / (1 + all). */
    p: share,
  }),
  /** Rank correlations of the map with those of the same model with redrawn weights. Null where it has none. */
  redrawn: z.object({ correlations: z.array(z.number()), mean: z.number() }).nullable(),
  /** What of the map lies on artefacts, with the share of the map and of the axis. */
  artefacts: z.array(z.object({ kind: artefactKindSchema, ofMap: share, ofAxis: share })),
  /** In words, with the figures; empty: nothing speaks against the map. */
  warnings: z.array(z.string()),
})
export type SaliencyTrust = z.infer<typeof saliencyTrustSchema>
