import type { ModelSummary } from '../../../../electron/contract/system'

/**
 * A probability of malignancy where malignant lesions are as frequent as at the site, from where they are as frequent as among the
 * patients that the model was calibrated on: by Bayes' rule (10.1162/089976602753284446).
 */
export function atSite(
  probability: number,
  { calibratedAt, site }: { calibratedAt: number; site: number },
): number {
  const malignant = probability * (site / calibratedAt)
  return malignant / (malignant + (1 - probability) * ((1 - site) / (1 - calibratedAt)))
}

export type ModelPrevalence = NonNullable<ModelSummary['prevalence']>
