import type { Random } from './random'

/**
 * A Poisson number. Exact below a mean of 30 (Knuth's product of uniforms); above, the nearest whole number
 * to a normal one, whose skewness differs by less than 0.19.
 */
export function poisson(random: Random, mean: number): number {
  if (mean >= 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * random.normal()))
  const limit = Math.exp(-mean)
  let count = 0
  for (let product = random.uniform(); product > limit; product *= random.uniform()) count++
  return count
}
