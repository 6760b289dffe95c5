import type { RunSummary } from '../../../../electron/contract/learning'
import type { SystemName } from './learningNames'

/** Seconds that a thousand spectra took on two cores, settings as published. */
const secondsPerThousand: Readonly<Record<SystemName, number>> = {
  cnn5: 300,
  cnn7: 1500,
  resnet50: 2400,
  'svm-ga': 600,
  'pca-lda': 20,
  logistic: 30,
  metadata: 5,
}

/**
 * About how long a system takes for as many spectra, ms: as the last run of it here on a set of known size did, else as
 * it did elsewhere.
 */
export function expectedMs(
  system: SystemName,
  spectra: number,
  runs: readonly RunSummary[],
  spectraOf: (dataSetHash: string) => number | null,
): number {
  const like = runs.find(({ state, experiment }) => state === 'finished' && experiment.system === system)
  const before = like ? spectraOf(like.experiment.dataSetHash) : null
  if (like && before) return (like.wallTimeMs / before) * spectra
  return secondsPerThousand[system] * spectra
}
