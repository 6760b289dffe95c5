import type { BroughtModel } from './broughtModel'
import type { ModelOutputs } from './inferenceEngine'

/** Keeps a probability that a model has rounded to 0 or 1 from an infinite logit: float32 can tell no more. */
const LEAST = 2 ** -24

/** The probability of what a model is asked for and its logit, and that of each of several classes, from what it says in its own way. */
export function readOutput(
  { kind, size, asked }: BroughtModel['output'],
  values: Float32Array,
): Omit<ModelOutputs, 'cam'> {
  const count = values.length / size
  const logit = Float32Array.from({ length: count }, (_, index) => {
    const said = values.subarray(index * size, (index + 1) * size)
    switch (kind) {
      case 'logit':
        return said[0]!
      case 'probability':
        return logitOf(said[0]!)
      case 'probabilities':
        return logitOf(sumOf(asked.map((k) => said[k]!)) / sumOf([...said]))
      case 'logits':
        return (
          logSumExp(asked.map((k) => said[k]!)) -
          logSumExp([...said].filter((_value, k) => !asked.includes(k)))
        )
    }
  })
  const probability = logit.map((value) => 1 / (1 + Math.exp(-value)))
  return {
    probability,
    logit,
    classes: size === 1 ? new Float32Array() : softmax(scoresOf(kind, values), size),
  }
}

/** Scores whose softmax is the probability of each class. */
export function scoresOf(kind: BroughtModel['output']['kind'], values: Float32Array): Float32Array {
  return kind === 'probabilities' ? values.map((value) => Math.log(Math.max(value, LEAST))) : values
}

function softmax(scores: Float32Array, size: number): Float32Array {
  return scores.map((score, at) => {
    const start = at - (at % size)
    return Math.exp(score - logSumExp([...scores.subarray(start, start + size)]))
  })
}

function logitOf(probability: number): number {
  // NaN stays what it is.
  if (probability < LEAST) return Math.log(LEAST)
  if (probability > 1 - LEAST) return -Math.log(LEAST)
  return Math.log(probability / (1 - probability))
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function logSumExp(values: readonly number[]): number {
  const highest = Math.max(...values)
  return highest + Math.log(sumOf(values.map((value) => Math.exp(value - highest))))
}
