import { polynomialAt } from '../../../../analysis/calibration/fitPolynomial'
import { fitWavelengths } from '../../../../analysis/calibration/fitWavelengths'
import { resolutionFromLamp } from '../../../../analysis/calibration/measureResolution'
import type { Lamp, WavelengthFit } from '../../../../contract/calibration'
import type { StepInput, StepSpectrum } from '../findings'
import { atMost, told, type Evaluate, type Found } from './found'

const LIMIT_PIXELS = 0.1

/** Wavelengths of the pixels from neon, and how wide its lines are. */
export const evaluateNeon: Evaluate = (input, spectrum) => {
  const found = fit(input, [{ lamp: 'neon', ...spectrum }])
  const { wavelength } = found.findings
  if (!wavelength?.ok) return found
  const resolution = resolutionFromLamp(spectrum, axisOf(wavelength, spectrum.counts.length), 'neon')
  return {
    findings: { ...found.findings, resolution },
    reasons: [...found.reasons, ...resolution.reasons],
    figures: [
      ...found.figures,
      atMost('Resolution', resolution.resolutionWavenumber, 'cm⁻¹', resolution.limitWavenumber),
    ],
  }
}

/** The same from neon and argon: argon has lines below neon's, where silicon's band is. */
export const evaluateArgon: Evaluate = (input, spectrum) => {
  const neon = input.spectra.get('neon')
  return fit(input, [...(neon ? [{ lamp: 'neon' as const, ...neon }] : []), { lamp: 'argon', ...spectrum }])
}

function fit({ former }: StepInput, exposures: ({ lamp: Lamp } & StepSpectrum)[]): Found {
  const wavelength = fitWavelengths(exposures, former.wavelengths, { limitPixels: LIMIT_PIXELS })
  const { rmsPixels, leaveOneOutRmsPixels, lines, reasons } = wavelength
  return {
    findings: { wavelength },
    reasons,
    figures: [
      atMost('Residual of the lines (rms)', rmsPixels, 'px', LIMIT_PIXELS),
      told('The same, each line left out once', leaveOneOutRmsPixels, 'px'),
      told('Lines', lines.filter(({ used }) => used).length, ''),
    ],
  }
}

/** Vacuum nm of each pixel. */
export function axisOf({ coefficients }: WavelengthFit, pixels: number): Float64Array {
  return Float64Array.from({ length: pixels }, (_, pixel) => polynomialAt(coefficients, pixel))
}
