import type { Experiment } from '../../contract/learning'
import { systemClock } from '../../shared/clock'
import { logisticTrainer } from '../classical/logisticTrainer'
import { metadataTrainer } from '../classical/metadataTrainer'
import { pcaLdaTrainer } from '../classical/pcaLdaTrainer'
import { svmGaTrainer } from '../classical/svmGaTrainer'
import { convolutionalTrainer } from './convolutionalTrainer'
import { loadStart } from './keptStart'
import { startFromCheckpoint } from './residualStart'
import { residualTrainer } from './residualTrainer'
import { settingsOf, type SystemSettings } from './settingsOf'
import type { SystemName, Trainer } from './trainer'

type Openers = { [Name in SystemName]: (settings: SystemSettings[Name]) => Trainer | Promise<Trainer> }

const machine = { clock: systemClock }

const openers: Openers = {
  cnn5: (settings) => convolutionalTrainer('cnn5', settings, machine),
  cnn7: (settings) => convolutionalTrainer('cnn7', settings, machine),
  resnet50: async ({ checkpoint, ...settings }) =>
    residualTrainer(
      settings,
      (await loadStart(checkpoint)) ?? (await startFromCheckpoint(checkpoint)),
      machine,
    ),
  'svm-ga': svmGaTrainer,
  'pca-lda': pcaLdaTrainer,
  logistic: logisticTrainer,
  metadata: metadataTrainer,
}

/**
 * The system of this name with its settings, and with the weights that it begins with.
 * @throws StokesError `usage.invalid`, `training.wrongCheckpoint`, `file.notFound`
 */
export async function trainerFor({
  system,
  settings,
}: Pick<Experiment, 'system' | 'settings'>): Promise<Trainer> {
  const open = openers[system] as (settings: unknown) => Trainer | Promise<Trainer>
  return open(settingsOf(system, settings))
}
