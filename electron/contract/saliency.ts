import { z } from 'zod'

const share = z.number().min(0).max(1)

/**
 * How a map came about. `grad-cam`: the last feature map of a network, weighed by the slopes of the logit. `gradient-input`:
 * the slope of the logit times what a spectrum differs by from the mean. `occlusion`: what covering each stretch takes from
 * the logit.
 */
export const saliencyMethodSchema = z.enum(['grad-cam', 'gradient-input', 'occlusion'])
export type SaliencyMethod = z.infer<typeof saliencyMethodSchema>
