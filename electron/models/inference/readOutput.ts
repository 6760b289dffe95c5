import type { BroughtModel } from './broughtModel'

/** Keeps a probability that a model has rounded to 0 or 1 from an infinite logit: float32 can tell no more. */
const LEAST = 2 ** -24

/** The probability of malignancy and its logit, of each spectrum, from what a model says in its own way. */
export function readOutput(
  { kind, size, malignant }: BroughtModel['output'],
  values: Float32Array,
): { probability: Float32Array; logit: Float32Array } {
  const count = values.length / size
  const logit = Float32Array.from({ length: count }, (_, index) => {
    const said = values.subarray(index * size, (index + 1) * size)
    switch (kind) {
      case 'logit':
        return said[0]!
      case 'probability':
        return logitOf(said[0]!)
      case 'probabilities':
        return logitOf(sumOf(malignant.map((k) => said[k]!)) / sumOf([...said]))
      case 'logits':
        return (
          logSumExp(malignant.map((k) => said[k]!)) -
          logSumExp([...said].filter((_value, k) => !malignant.includes(k)))
        )
    }
  })
  return { probability: logit.map((value) => 1 / (1 + Math.exp(-value))), logit }
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
