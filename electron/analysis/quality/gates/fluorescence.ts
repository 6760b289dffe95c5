import { notKnown, type Gate } from '../gate'
import { QUALITY_LIMITS } from '../qualityLimits'

/** Light under the CH2 band to light of the band: its noise is what hides the band. */
export const fluorescence: Gate = (_, { ch2 }) => {
  const most = QUALITY_LIMITS.fluorescence.ratio
  const figure = {
    gate: 'fluorescence',
    label: 'Fluorescence to CH₂ band',
    unit: '',
    limit: `at most ${most}`,
  }
  // Without a band the signal to noise says so.
  if (!ch2 || ch2.height <= 0) return notKnown(figure)
  const value = ch2.baseline / ch2.height
  return {
    ...figure,
    value,
    verdict: value <= most ? 'pass' : 'fail',
    because:
      `the fluorescence under the CH₂ band is ${value.toFixed(0)} times the band, above ${most}: clean the skin of make-up ` +
      'and cream, or let the spot bleach in the preview, then measure again.',
  }
}
