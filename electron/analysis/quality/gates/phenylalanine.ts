import { notKnown, type Gate } from '../gate'
import { locateBand } from '../locateBand'
import { QUALITY_LIMITS } from '../qualityLimits'

/**
 * The ring breathing of phenylalanine, the one narrow band of skin: where it stands says whether the axis is right. Where it
 * does not stand out, as through a wide slit, nothing is said.
 */
export const phenylalanine: Gate = ({ wavenumbers, despiked }) => {
  const { wavenumber, within, signalToNoise } = QUALITY_LIMITS.phenylalanine
  const figure = {
    gate: 'phenylalanine',
    label: 'Phenylalanine',
    unit: 'cm⁻¹',
    limit: `${wavenumber} ± ${within} cm⁻¹`,
  }
  const found = locateBand(wavenumbers, despiked, wavenumber)
  if (!found || found.signalToNoise < signalToNoise) return notKnown(figure)
  const value = found.wavenumber
  return {
    ...figure,
    value,
    verdict: Math.abs(value - wavenumber) <= within ? 'pass' : 'fail',
    because:
      `phenylalanine stands at ${value.toFixed(1)} cm⁻¹, not at ${wavenumber} ± ${within} cm⁻¹: the axis is off. Do the ` +
      'daily check, then measure again.',
  }
}
