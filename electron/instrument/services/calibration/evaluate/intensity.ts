import { fitIntensity } from '../../../../analysis/calibration/fitIntensity'
import { atMost, told, type Evaluate } from './found'
import { wavenumbersOf } from './scattering'

const MOST_NOISE_PERCENT = 2

/** Factors of relative intensity from the glass; its dark is subtracted already. */
export const evaluateIntensity: Evaluate = ({ findings, measured }, { counts, saturated }) => {
  const dark = measured.darkFrames.length > 0 ? new Float64Array(counts.length) : null
  const axis = wavenumbersOf(findings, counts.length)
  const intensity = fitIntensity({ counts, dark, saturated }, axis, findings.laser!.laserNanometres!)
  const { relativeNoise, from, to, reasons } = intensity
  return {
    findings: { intensity },
    reasons,
    figures: [
      atMost(
        'Noise of the factors',
        relativeNoise === null ? null : 100 * relativeNoise,
        '%',
        MOST_NOISE_PERCENT,
      ),
      told('Corrected from', from, 'cm⁻¹'),
      told('Corrected to', to, 'cm⁻¹'),
    ],
  }
}
