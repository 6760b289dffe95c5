import type { SystemName } from '../words/learningNames'

/** A setting that a person may want to change; its default is the published one, or ours where nothing was published. */
export interface NumberSetting {
  name: string
  label: string
  value: number
  min: number
  max: number
  step: number
}

const network: NumberSetting[] = [
  { name: 'epochs', label: 'Epochs', value: 100, min: 1, max: 2000, step: 10 },
  { name: 'patience', label: 'Patience, epochs', value: 15, min: 1, max: 500, step: 1 },
  { name: 'learningRate', label: 'Learning rate', value: 0.001, min: 0.000001, max: 1, step: 0.0005 },
  { name: 'batch', label: 'Batch', value: 32, min: 2, max: 1024, step: 2 },
  { name: 'dropout', label: 'Dropout', value: 0.5, min: 0, max: 0.95, step: 0.05 },
]

/** Spectra are varied each time that a network learns from them; 0: not at all, as published. */
const augmentation: NumberSetting[] = [
  { name: 'noise', label: 'Noise, standard deviations', value: 0, min: 0, max: 2, step: 0.05 },
  { name: 'shift', label: 'Shift, points', value: 0, min: 0, max: 50, step: 1 },
  { name: 'scale', label: 'Scale, share', value: 0, min: 0, max: 0.9, step: 0.05 },
  { name: 'baseline', label: 'Baseline', value: 0, min: 0, max: 5, step: 0.1 },
  { name: 'mixing', label: 'Mixing of two, share', value: 0, min: 0, max: 0.5, step: 0.05 },
]

const settings: Record<SystemName, NumberSetting[]> = {
  cnn5: network,
  cnn7: network,
  resnet50: network,
  'svm-ga': [
    { name: 'population', label: 'Chromosomes', value: 40, min: 4, max: 500, step: 4 },
    { name: 'generations', label: 'Generations', value: 40, min: 1, max: 500, step: 5 },
    { name: 'patience', label: 'Patience, generations', value: 10, min: 1, max: 500, step: 1 },
    { name: 'windowWidth', label: 'Window, cm⁻¹', value: 8, min: 1, max: 200, step: 1 },
  ],
  'pca-lda': [],
  logistic: [],
  metadata: [],
}

/** What can be changed of a system, with the published values. */
export function settingsFor(system: SystemName): readonly NumberSetting[] {
  return settings[system]
}

/** What differs from the published values, as a run takes it. */
export function changedSettings(system: SystemName, values: Values): Values {
  return changed(settings[system], values)
}

/** How the spectra that a system learns from may be varied; nothing for one that learns from them as they are. */
export function augmentationFor(system: SystemName): readonly NumberSetting[] {
  return system === 'cnn5' || system === 'cnn7' ? augmentation : []
}

/** What is varied, as a run takes it: no setting at all where nothing is. */
export function changedAugmentation(system: SystemName, values: Values): { augmentation?: Values } {
  const chosen = changed(augmentationFor(system), values)
  return Object.keys(chosen).length > 0 ? { augmentation: chosen } : {}
}

type Values = Readonly<Record<string, number>>

function changed(all: readonly NumberSetting[], values: Values): Values {
  return Object.fromEntries(
    all.flatMap(({ name, value }) => {
      const chosen = values[name]
      return chosen === undefined || chosen === value ? [] : [[name, chosen]]
    }),
  )
}
