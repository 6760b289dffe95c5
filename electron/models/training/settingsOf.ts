import { z } from 'zod'
import { StokesError } from '../../contract/errors'
import { logisticSettingsSchema } from '../classical/logisticTrainer'
import { pcaLdaSettingsSchema } from '../classical/pcaLdaTrainer'
import { svmGaSettingsSchema } from '../classical/svmGaSettings'
import { networkSettingsSchema, residualSettingsSchema } from './networkSettings'
import type { SystemName } from './trainer'

const schemas = {
  cnn5: networkSettingsSchema,
  cnn7: networkSettingsSchema,
  /** The weights that it begins with: a file of Keras (.h5), safetensors or ONNX. */
  resnet50: residualSettingsSchema.extend({ checkpoint: z.string() }),
  'svm-ga': svmGaSettingsSchema,
  'pca-lda': pcaLdaSettingsSchema,
  logistic: logisticSettingsSchema,
  metadata: logisticSettingsSchema,
} satisfies Record<SystemName, z.ZodType>

export type SystemSettings = { [Name in SystemName]: z.output<(typeof schemas)[Name]> }

/**
 * Settings of a system; what is left out has its default.
 * @throws StokesError `usage.invalid` for a setting that the system does not take
 */
export function settingsOf<Name extends SystemName>(
  system: Name,
  given: Record<string, unknown>,
): SystemSettings[Name] {
  const parsed = schemas[system].safeParse(given)
  if (parsed.success) return parsed.data as SystemSettings[Name]
  const [issue] = parsed.error.issues
  const setting = issue!.path.join('.') || Object.keys(given).join(', ')
  throw new StokesError(
    'usage.invalid',
    `${system} does not take the setting ${setting}: ${issue!.message}.`,
    {
      tip: 'What is left out has its default.',
      cause: parsed.error,
    },
  )
}
