import { z } from 'zod'
import type { Trainer } from '../training/trainer'
import { chooseByCrossValidation } from './chooseByCrossValidation'
import { fitDiscriminant } from './fitDiscriminant'
import { learningSet, requireSpectra } from './learningSet'
import { compose, linearScores } from './linearScores'
import { linearSystem } from './linearSystem'
import { leadingComponents, principalComponents, whitenedScores } from './principalComponents'

export const pcaLdaSettingsSchema = z.strictObject({
  folds: z.int().min(2).default(5),
  /** Numbers of principal components to choose from, ascending; more than the spectra have are not tried. */
  components: z.array(z.int().positive()).min(1).default([1, 2, 3, 5, 7, 10, 14, 20, 28, 40, 56, 80]),
})
export type PcaLdaSettings = z.infer<typeof pcaLdaSettingsSchema>

/**
 * Linear discriminant analysis on the first principal components of the mean-centred spectra, whitened so that
 * shrinkage treats them alike; how many there are is chosen by cross-validation between patients.
 */
export function pcaLdaTrainer(settings: PcaLdaSettings = pcaLdaSettingsSchema.parse({})): Trainer {
  const { folds, components } = settings
  return {
    name: 'pca-lda',
    async train(task) {
      const set = requireSpectra(learningSet(task))
      const count = await chooseByCrossValidation(
        set,
        set.spectra,
        components,
        function* (spectra, labels) {
          const all = principalComponents(spectra, Math.max(...components))
          for (const count of components.filter((count) => count <= all.whitening.rows)) {
            const found = leadingComponents(all, count)
            const discriminant = fitDiscriminant(whitenedScores(spectra, found), labels, set.classes)
            yield (held) => linearScores(whitenedScores(held, found), discriminant)
          }
        },
        { ...task, system: 'pca-lda', folds },
      )
      const found = principalComponents(set.spectra, count)
      const discriminant = fitDiscriminant(whitenedScores(set.spectra, found), set.labels, set.classes)
      const { whitening, means } = found
      const { weights, biases } = discriminant
      const none = new Float64Array(whitening.rows)
      return linearSystem({
        name: 'pca-lda',
        parameters: whitening.values.length + weights.values.length + biases.length,
        mean: means,
        scores: compose(discriminant, { weights: whitening, biases: none }),
      })
    },
  }
}
