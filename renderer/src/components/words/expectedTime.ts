import type { RunSummary } from '../../../../electron/contract/learning'
import type { SystemName } from './learningNames'

/** Seconds of processor time for a thousand spectra, settings as published: roughly, and to begin with. */
const secondsPerThousand: Readonly<Record<SystemName, number>> = {
  cnn5: 150,
  cnn7: 400,
  resnet50: 1500,
  'svm-ga': 300,
  'pca-lda': 20,
  logistic: 30,
  metadata: 5,
}

/**
 * About how long a system takes for as many spectra, ms: as the last run of it here did with its settings as
 * published, on a set of known size; else as it did elsewhere.
 */
export function expectedMs(
  system: SystemName,
  spectra: number,
  runs: readonly RunSummary[],
  spectraOf: (dataSetHash: string) => number | null,
): number {
  const like = runs.find(
    ({ state, experiment }) =>
      state === 'finished' &&
      experiment.system === system &&
      Object.keys(experiment.settings).every((name) => name === 'checkpoint'),
  )
  const before = like ? spectraOf(like.experiment.dataSetHash) : null
  if (like && before) return (like.wallTimeMs / before) * spectra
  return secondsPerThousand[system] * spectra
}
