import { StokesError } from '../../contract/errors'
import type { Trainer } from '../training/trainer'
import { learningSet } from './learningSet'
import { chosenRegression, logisticSettingsSchema, type LogisticSettings } from './logisticTrainer'
import { metadataColumnsOf, metadataMatrix } from './metadataColumns'
import { metadataSystem } from './metadataSystem'

/**
 * Logistic regression on age, sex, site and skin type: what can be told without a spectrum, and what a system that
 * reads one has to be better than (Samara et al., 10.3390/diagnostics12102503). It is never served.
 */
export function metadataTrainer(settings: LogisticSettings = logisticSettingsSchema.parse({})): Trainer {
  return {
    name: 'metadata',
    async train(task) {
      const set = learningSet(task)
      const columns = metadataColumnsOf(set.rows)
      if (!columns)
        throw new StokesError(
          'dataset.invalid',
          `Age, sex, site and skin type tell none of ${set.rows.length} spectra from another.`,
          { tip: 'Record them with the cases, or train the systems that read spectra alone.' },
        )
      const matrix = metadataMatrix(set.rows, columns)
      const { standardisation, scores } = await chosenRegression(set, matrix, settings.penalties, {
        ...task,
        system: 'metadata',
        folds: settings.folds,
      })
      return metadataSystem({
        columns,
        means: [...standardisation.means],
        factors: [...standardisation.factors],
        weights: [...scores.weights.values],
        biases: [...scores.biases],
      })
    },
  }
}
