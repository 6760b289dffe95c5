import { poisson } from '../random/poisson'
import type { Random } from '../random/random'

/**
 * Hits per second on the lit rows of the sensor: one in two minutes, as in dark frames of a real microscope.
 */
export const COSMIC_RAYS_PER_SECOND = 0.008

/**
 * Median charge of a hit in electrons, and the spread of its logarithm: the track of a muon in silicon, by
 * its angle.
 */
const CHARGE = { median: 3000, logSpread: 0.9 } as const

/**
 * Adds the hits of one exposure, of which `mean` are expected, to the electrons of each column: 1 to 4 columns
 * wide, most of the charge in the first.
 */
export function addCosmicRays(random: Random, electrons: Float64Array, mean: number): void {
  const hits = poisson(random, mean)
  for (let hit = 0; hit < hits; hit++) {
    const first = Math.floor(random.uniform() * electrons.length)
    const width = 1 + Math.floor(4 * random.uniform() ** 2)
    const direction = random.uniform() < 0.5 ? -1 : 1
    const charge = CHARGE.median * Math.exp(CHARGE.logSpread * random.normal())
    for (let step = 0; step < width; step++) {
      const column = first + direction * step
      if (column < 0 || column >= electrons.length) break
      electrons[column]! += charge / (step + 1) ** 1.5
    }
  }
}
