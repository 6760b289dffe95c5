import { bisectTemperature } from '../evaluation/bisectTemperature'
import { fitTemperature } from '../evaluation/fitTemperature'

/** Scores of a system: of two classes one logit a spectrum, of more one a class. */
export interface Scores {
  values: ArrayLike<number>
  /** Numbers of one spectrum. */
  each: number
}

/**
 * The temperature by which scores must be divided for their probabilities to fit what was seen best. The cross-entropy of
 * a softmax, too, is convex in the inverse temperature, so bisecting its slope finds it.
 *
 * @param targets indices of classes
 */
export function temperatureOf({ values, each }: Scores, targets: ArrayLike<number>): number {
  if (each === 1) return fitTemperature(values, targets)
  const slope = (inverse: number) => {
    let sum = 0
    for (let row = 0; row < targets.length; row++) {
      const scores = Array.from({ length: each }, (_, index) => values[row * each + index]!)
      const shares = softmax(scores.map((score) => inverse * score))
      sum += shares.reduce((mean, share, index) => mean + share * scores[index]!, 0) - scores[targets[row]!]!
    }
    return sum
  }
  return bisectTemperature(slope)
}

/** Of two classes that of the second; of more, one a class. */
export function probabilitiesOf({ values, each }: Scores, temperature: number): Float64Array {
  const scaled = Float64Array.from(values, (value) => value / temperature)
  if (each === 1) return scaled.map((logit) => 1 / (1 + Math.exp(-logit)))
  for (let start = 0; start < scaled.length; start += each)
    scaled.set(softmax([...scaled.subarray(start, start + each)]), start)
  return scaled
}

function softmax(scores: readonly number[]): number[] {
  const most = Math.max(...scores)
  const powers = scores.map((score) => Math.exp(score - most))
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}
