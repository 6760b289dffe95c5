import { calibrationDrift } from '../../../../analysis/calibration/calibrationDrift'
import { checkShift } from '../../../../analysis/calibration/checkShift'
import { fitLaser } from '../../../../analysis/calibration/fitLaser'
import { ramanShift } from '../../../../analysis/calibration/ramanShift'
import { median } from '../../../../analysis/preprocessing/median'
import type { LaserFit } from '../../../../contract/calibration'
import { shiftStandardSchema } from '../../../../contract/calibration'
import type { Findings, StepInput, StepSpectrum } from '../findings'
import { atMost, told, type Evaluate } from './found'
import { axisOf } from './lamps'

/** Of a laser whose instrument does not say where it is. */
const USUAL_NANOMETRES = 785
const REACH_NANOMETRES = 1
/** About silicon's band, pixels: where its height is looked for, and what it stands on. */
const PEAK_PIXELS = 4
const FOOT_PIXELS = 60

/** The laser from silicon, what moved since the calibration in force, and how much light comes through. */
export const evaluateSilicon: Evaluate = (input, spectrum) => {
  const { former, findings } = input
  const wavelength = findings.wavelength!
  const formerNanometres = former.laserNanometres ?? USUAL_NANOMETRES
  const laser = fitLaser(spectrum, wavelength, formerNanometres, { reachNanometres: REACH_NANOMETRES })
  const before = former.passport
  const drift =
    before?.wavelength && before.laser
      ? calibrationDrift(
          { wavelengths: before.wavelength, laser: before.laser },
          { wavelengths: wavelength, laser },
        )
      : null
  const { laserNanometres, uncertaintyNanometres, siliconWithFormerLaser } = laser
  const moved = laserNanometres === null ? null : Math.abs(laserNanometres - formerNanometres)
  const throughput = throughputOf(input, spectrum, laser)
  return {
    findings: { laser, drift, throughput },
    reasons: laser.reasons,
    figures: [
      told('Laser wavelength in vacuum', laserNanometres, 'nm'),
      told('Its standard uncertainty', uncertaintyNanometres, 'nm'),
      atMost('Laser, from where it was', moved, 'nm', REACH_NANOMETRES),
      told('Silicon before it was zeroed', siliconWithFormerLaser, 'cm⁻¹'),
      told('Throughput', throughput, 'counts/(mW s)'),
    ],
  }
}

/** Bands that had no part in the fits, held against ASTM E1840. */
export const evaluateShift: Evaluate = ({ measured, findings }, spectrum) => {
  const standard = shiftStandardSchema.parse(measured.plan.standard)
  const shift = checkShift(spectrum, wavenumbersOf(findings, spectrum.counts.length), standard)
  const { worstWavenumber, meanWavenumber, limitWavenumber, lines, reasons } = shift
  return {
    findings: { shift },
    reasons,
    figures: [
      atMost('Worst band', worstWavenumber, 'cm⁻¹', limitWavenumber),
      told('Mean of the bands', meanWavenumber, 'cm⁻¹'),
      told('Bands', lines.filter(({ used }) => used).length, ''),
    ],
  }
}

/** Raman shift of each pixel by wavelengths and laser of this check, cm-1. */
export function wavenumbersOf({ wavelength, laser }: Findings, pixels: number): Float64Array {
  return axisOf(wavelength!, pixels).map((nanometres) => ramanShift(laser!.laserNanometres!, nanometres))
}

/** Counts of silicon's band above its feet, for each mW and second. */
function throughputOf(
  { measured }: StepInput,
  { counts }: StepSpectrum,
  { siliconPixel }: LaserFit,
): number | null {
  if (siliconPixel === null) return null
  const about = (pixels: number) => {
    const at = Math.round(siliconPixel)
    return counts.slice(Math.max(0, at - pixels), at + pixels + 1)
  }
  const height = Math.max(...about(PEAK_PIXELS)) - median(about(FOOT_PIXELS))
  const seconds = measured.frames[0]!.integrationTimeMs / 1000
  return height / (measured.laserPowerMilliwatts * seconds)
}
