import { bisectTemperature } from './bisectTemperature'

/**
 * The temperature by which logits must be divided for their probabilities to fit what was seen best (Guo et al.,
 * 10.48550/arXiv.1706.04599). The cross-entropy is convex in the inverse temperature, so bisecting its slope finds it.
 *
 * @param targets 1 malignant, 0 benign
 * @returns between 0.01 and 100
 */
export function fitTemperature(logits: ArrayLike<number>, targets: ArrayLike<number>): number {
  const slope = (inverse: number) => {
    let sum = 0
    for (let i = 0; i < logits.length; i++)
      sum += logits[i]! * (1 / (1 + Math.exp(-inverse * logits[i]!)) - targets[i]!)
    return sum
  }
  return bisectTemperature(slope)
}
