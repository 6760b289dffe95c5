import type { Figures } from '../registry/manifest'

type Named = 'auc' | 'sensitivity' | 'specificity' | 'accuracy'

/** What a manifest states of its model, from figures and their intervals; null where one of them does not exist. */
export function statedFigures(
  { patients, malignant }: Pick<Figures, 'patients' | 'malignant'>,
  figures: Readonly<Record<Named, number | null>>,
  intervals: Readonly<Record<Named, [number, number] | null>>,
  oracleAuc: number | null,
): Figures | null {
  const { auc, sensitivity, specificity, accuracy } = figures
  if (auc === null || sensitivity === null || specificity === null || accuracy === null) return null
  if (!intervals.auc || !intervals.sensitivity || !intervals.specificity || !intervals.accuracy) return null
  return {
    patients,
    malignant,
    auc,
    aucInterval: intervals.auc,
    sensitivity,
    sensitivityInterval: intervals.sensitivity,
    specificity,
    specificityInterval: intervals.specificity,
    accuracy,
    accuracyInterval: intervals.accuracy,
    oracleAuc,
  }
}
