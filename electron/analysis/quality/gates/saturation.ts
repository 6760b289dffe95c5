import type { Gate } from '../gate'
import { longestPlateau } from '../longestPlateau'
import { QUALITY_LIMITS } from '../qualityLimits'
import { saturatedPixels } from '../saturatedPixels'

const REMEDY = 'shorten the integration time or lower the laser power.'

/** Pixels at the detector's limit in any frame. A file does not say where that is: there, a flat top tells. */
export const saturation: Gate = ({ device, frames, measured }, { range }) => {
  const { pixels, plateauPixels } = QUALITY_LIMITS.saturation
  const { saturationCounts } = device
  if (saturationCounts !== null) {
    const value = saturatedPixels(
      frames.map(({ intensities }) => intensities),
      { saturationCounts, badPixels: device.badPixels, range },
    )
    return {
      gate: 'saturation',
      label: 'Saturated pixels',
      value,
      unit: '',
      limit: `at most ${pixels}`,
      verdict: value <= pixels ? 'pass' : 'fail',
      because: `${value} pixels are saturated: ${REMEDY}`,
    }
  }
  const value = longestPlateau(measured.subarray(range.from, range.to))
  return {
    gate: 'saturation',
    label: 'Flat top',
    value,
    unit: 'px',
    limit: `at most ${plateauPixels} px`,
    verdict: value <= plateauPixels ? 'pass' : 'fail',
    because: `${value} neighbouring points hold the same highest value, as a saturated detector leaves them: ${REMEDY}`,
  }
}
