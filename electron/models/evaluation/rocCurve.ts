import { ascendingOrder } from './areaUnderCurve'

export interface RocPoint {
  /** What is at or above it is called malignant; Infinity at the first point, where nothing is. */
  threshold: number
  falsePositiveRate: number
  truePositiveRate: number
  /** Of those called malignant; 1 at the first point, by convention. */
  precision: number
}

/**
 * Receiver operating characteristic, and with it precision and recall (the true positive rate), one point for each
 * probability that occurs, from the highest down.
 *
 * @param targets 1 malignant, 0 benign
 */
export function rocCurve(scores: ArrayLike<number>, targets: ArrayLike<number>): RocPoint[] {
  const order = ascendingOrder(scores).reverse()
  const malignant = Array.from(targets).filter((target) => target === 1).length
  const benign = targets.length - malignant
  const points: RocPoint[] = [
    { threshold: Infinity, falsePositiveRate: 0, truePositiveRate: 0, precision: 1 },
  ]
  let truePositives = 0
  for (let i = 0; i < order.length; i++) {
    const threshold = scores[order[i]!]!
    if (targets[order[i]!] === 1) truePositives += 1
    if (i + 1 < order.length && scores[order[i + 1]!] === threshold) continue
    points.push({
      threshold,
      falsePositiveRate: (i + 1 - truePositives) / benign,
      truePositiveRate: truePositives / malignant,
      precision: truePositives / (i + 1),
    })
  }
  return points
}
