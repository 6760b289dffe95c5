import type { BandCandidate } from '../../contract/answer'
import { skinBands } from './bandTable'

/**
 * The molecules that the literature gives for a position, the nearest range first.
 * @param wavenumber cm-1
 * @param tolerance how far, in cm-1, a range may end from the position
 */
export function candidatesNear(wavenumber: number, tolerance: number): BandCandidate[] {
  const distance = ({ from, to }: { from: number; to: number }) =>
    Math.max(from - wavenumber, wavenumber - to, 0)
  return skinBands
    .filter((band) => distance(band) <= tolerance)
    .sort((a, b) => distance(a) - distance(b))
    .flatMap(({ candidates }) => candidates)
}
