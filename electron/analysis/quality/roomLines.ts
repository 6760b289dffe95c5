import { lampLines } from '../calibration/referenceLines'
import { ramanShift } from '../calibration/ramanShift'
import { bandContrast } from './bandContrast'
import { noiseLevel } from './noiseLevel'
import { pixelsBetween } from '../pixelsBetween'

/** nm in vacuum: lines of argon, which starts fluorescent tubes, that stand clear of the bands of skin at 785 nm. */
const CLEAR = [842.7, 912.55]
/** cm-1: half widths of a line as an instrument draws it and of the feet beside it, and the distance of those. */
const LINE = { halfWidth: 3, footHalfWidth: 3 }
const FOOT_DISTANCE = 10
/** cm-1 to either side in which the noise is taken. */
const AROUND = 40

/**
 * How high the lines of the room's lamps stand in a spectrum: above zero where more of them came in with the laser on than
 * with the laser off, below zero where less did.
 *
 * @param axis cm-1, ascending
 * @param intensities counts less the dark
 * @returns mean height, counts, and that in standard deviations of its error; null where the axis does not reach
 */
export function roomLines(
  axis: Float64Array,
  intensities: Float64Array,
  excitationNanometres: number,
): { height: number; signalToNoise: number } | null {
  let height = 0
  let variance = 0
  for (const near of CLEAR) {
    const line = lampLines.argon.find(({ position }) => Math.abs(position - near) < 0.1)!
    const centre = ramanShift(excitationNanometres, line.position)
    const [left, right] = [centre - FOOT_DISTANCE, centre + FOOT_DISTANCE]
    const found = bandContrast(axis, intensities, { ...LINE, centre, left, right })
    if (!found) return null
    const { from, to } = pixelsBetween(axis, centre - AROUND, centre + AROUND)
    const perWavenumber = (to - from) / (axis[to - 1]! - axis[from]!)
    // Of the line, and of the line between its feet.
    const points = perWavenumber * 2 * LINE.halfWidth
    height += found.height / CLEAR.length
    variance += (noiseLevel(intensities, from, to) / CLEAR.length) ** 2 * (1 / points + 1 / (2 * points))
  }
  return { height, signalToNoise: variance > 0 ? height / Math.sqrt(variance) : 0 }
}
