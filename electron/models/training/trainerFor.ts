import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import type { Experiment } from '../../contract/learning'
import { logisticSettingsSchema, logisticTrainer } from '../classical/logisticTrainer'
import { metadataTrainer } from '../classical/metadataTrainer'
import { pcaLdaSettingsSchema, pcaLdaTrainer } from '../classical/pcaLdaTrainer'
import { svmGaSettingsSchema, svmGaTrainer } from '../classical/svmGaTrainer'
import type { SystemName, Trainer } from './trainer'

type Open = (settings: unknown) => Trainer

const trainers: Partial<Record<SystemName, Open>> = {
  logistic: (settings) => logisticTrainer(logisticSettingsSchema.parse(settings)),
  metadata: (settings) => metadataTrainer(logisticSettingsSchema.parse(settings)),
  'pca-lda': (settings) => pcaLdaTrainer(pcaLdaSettingsSchema.parse(settings)),
  'svm-ga': (settings) => svmGaTrainer(svmGaSettingsSchema.parse(settings)),
}

/**
 * The system of this name with its settings; what they leave out has its default.
 * @throws StokesError `usage.invalid` for a setting that the system does not take
 */
export function trainerFor({ system, settings }: Pick<Experiment, 'system' | 'settings'>): Trainer {
  const open = trainers[system]
  if (!open) throw new StokesError('usage.invalid', `This version of Stokes does not train ${system}.`)
  try {
    return open(settings)
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error
    const [issue] = error.issues
    throw new StokesError(
      'usage.invalid',
      `${system} does not take the setting ${issue!.path.join('.') || Object.keys(settings).join(', ')}: ${issue!.message}.`,
      { tip: 'Leave it out for its default.', cause: error },
    )
  }
}
