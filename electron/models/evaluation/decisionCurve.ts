export interface DecisionPoint {
  /** The chance of malignancy from which on one would act. */
  threshold: number
  /** Net benefit: patients found, less those treated in vain at the exchange rate of the threshold, a patient. */
  model: number
  /** Of acting on everyone; acting on no one is 0. */
  all: number
}

/**
 * Decision curve (Vickers and Elkin, 10.1177/0272989X06295361) at chances of 1 % to 99 %.
 *
 * @param probabilities of the second class, at the prevalence that is meant
 * @param targets 1 malignant, 0 benign; both must be there
 * @param prevalence of malignancy; that of the targets if it is not given
 */
export function decisionCurve(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  prevalence?: number,
): DecisionPoint[] {
  const rows = Array.from(targets, (_, row) => row)
  const malignant = rows.filter((row) => targets[row] === 1).map((row) => probabilities[row]!)
  const benign = rows.filter((row) => targets[row] !== 1).map((row) => probabilities[row]!)
  const frequency = prevalence ?? malignant.length / rows.length
  return Array.from({ length: 99 }, (_, i) => {
    const threshold = (i + 1) / 100
    const share = (of: number[]) => of.filter((probability) => probability >= threshold).length / of.length
    const exchange = threshold / (1 - threshold)
    const benefit = (found: number, inVain: number) => found * frequency - inVain * (1 - frequency) * exchange
    return { threshold, model: benefit(share(malignant), share(benign)), all: benefit(1, 1) }
  })
}
