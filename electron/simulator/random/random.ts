import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { deriveSeed } from './deriveSeed'

/** A seeded source of randomness. Every draw of the simulator comes from one of these. */
export interface Random {
  /** Uniform in [0, 1), 53 bits. */
  uniform(): number
  /** Normal with mean 0 and standard deviation 1 (Marsaglia's polar method, doi:10.1137/1006063). */
  normal(): number
}

/** xoroshiro128+ from a seed of 32 bits, spread over its whole state. */
export function createRandom(seed: number): Random {
  const generator = xoroshiro128plusFromState([1, 2, 3, 4].map((word) => deriveSeed(seed, word) | 0))
  const uniform = (): number => uniformFloat64(generator)
  let spare: number | undefined
  const normal = (): number => {
    if (spare !== undefined) {
      const value = spare
      spare = undefined
      return value
    }
    let x: number
    let y: number
    let squared: number
    do {
      // 32 bits are enough for noise, and half the work of 53.
      x = generator.next() / 0x80000000
      y = generator.next() / 0x80000000
      squared = x * x + y * y
    } while (squared >= 1 || squared === 0)
    const scale = Math.sqrt((-2 * Math.log(squared)) / squared)
    spare = y * scale
    return x * scale
  }
  return { uniform, normal }
}
