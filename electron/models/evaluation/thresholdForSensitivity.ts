/**
 * The highest threshold at which at least this share of the malignant spectra is at or above it.
 *
 * It lies midway to the next lower probability, so that it does not hang on the last digit of one spectrum.
 * @param targets 1 malignant, 0 benign; both must be there
 */
export function thresholdForSensitivity(
  probabilities: ArrayLike<number>,
  targets: ArrayLike<number>,
  sensitivity: number,
): number {
  const descending = Array.from(probabilities).sort((a, b) => b - a)
  const malignant = Array.from(probabilities)
    .filter((_, index) => targets[index] === 1)
    .sort((a, b) => b - a)
  const needed = Math.max(1, Math.ceil(sensitivity * malignant.length))
  const lowest = malignant[needed - 1]!
  const below = descending.find((probability) => probability < lowest) ?? 0
  return (lowest + below) / 2
}
