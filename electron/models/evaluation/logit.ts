/** No probability is taken for surer than this: single precision makes 0 and 1 of what is not. */
const SUREST = 1e-7

/** ln(p / (1 - p)), of probabilities between 1e-7 and 1 - 1e-7. */
export function logit(probability: number): number {
  const p = Math.min(Math.max(probability, SUREST), 1 - SUREST)
  return Math.log(p / (1 - p))
}
