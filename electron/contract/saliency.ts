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
