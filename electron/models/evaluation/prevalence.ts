export interface SitePrevalence {
  /** Share of the second class where the model is to be used. */
  site: number
  /** The same among what it was calibrated on; null where nobody knows it. */
  calibratedAt: number | null
}

/**
 * Probabilities as they would be where the classes are as frequent as given: a cohort of one half malignant is no
 * clinic (Saerens et al., 10.1162/089976602753284446; Elkan, 2001). It holds as long as the spectra of a class are the
 * same in both places, and the probabilities are calibrated in the first.
 *
 * @param probabilities of the second of two classes
 * @param from share of the second class among what the model was calibrated on, between 0 and 1
 * @param to share of it at the site, between 0 and 1
 */
export function shiftToPrevalence(probabilities: ArrayLike<number>, from: number, to: number): Float64Array {
  const malignant = to / from
  const benign = (1 - to) / (1 - from)
  return Float64Array.from(probabilities, (p) => (p * malignant) / (p * malignant + (1 - p) * benign))
}

/** Of those called malignant, how many are; of those called benign, how many are: at a prevalence, by Bayes' rule. */
export function predictiveValues(
  { sensitivity, specificity }: { sensitivity: number; specificity: number },
  prevalence: number,
): { ppv: number; npv: number } {
  const truePositive = sensitivity * prevalence
  const falsePositive = (1 - specificity) * (1 - prevalence)
  const trueNegative = specificity * (1 - prevalence)
  const falseNegative = (1 - sensitivity) * prevalence
  return {
    ppv: truePositive / (truePositive + falsePositive),
    npv: trueNegative / (trueNegative + falseNegative),
  }
}
