import { accumulate } from '../../../analysis/frames/accumulate'
import { despikeFrames } from '../../../analysis/frames/despikeFrames'
import { interpolatePixels } from '../../../analysis/frames/interpolatePixels'
import type { RawFrame } from '../../../contract/frame'
import type { CheckReason, CheckStep } from '../../../contract/passport'
import { saysNothing } from './checkVerdict'
import { evaluateDark } from './evaluate/dark'
import type { Evaluate } from './evaluate/found'
import { evaluateIntensity } from './evaluate/intensity'
import { evaluateArgon, evaluateNeon } from './evaluate/lamps'
import { evaluateShift, evaluateSilicon, wavenumbersOf } from './evaluate/scattering'
import type { EvaluatedStep, Findings, FormerCalibration, StepInput, StepSpectrum } from './findings'

const evaluators: Record<CheckStep, Evaluate> = {
  dark: evaluateDark,
  neon: evaluateNeon,
  argon: evaluateArgon,
  silicon: evaluateSilicon,
  shift: evaluateShift,
  intensity: evaluateIntensity,
}

/** The detector may be this far from its set point, kelvin. */
const STEADY_KELVIN = 1

/** From the frames of one standard to what they say of the instrument. Pure, and slow: some ten milliseconds. */
export function evaluateStep(input: StepInput): EvaluatedStep {
  const { measured, device, former } = input
  const { plan, frames, darkFrames, laserPowerMilliwatts, instrumentMs } = measured
  const spectrum = spectrumOf(input)
  const found = evaluators[plan.step](input, spectrum)
  const reasons = [
    ...overexposed(spectrum, frames.at(-1)!.integrationTimeMs, found.reasons),
    ...found.reasons,
    ...unsteady(frames, device.detectorSetpointCelsius ?? null),
  ]
  const findings: Findings = { ...input.findings, ...found.findings }
  return {
    result: {
      step: plan.step,
      standard: plan.standard,
      ok: reasons.length === 0,
      says: !reasons.some(({ code }) => saysNothing(plan.step, code)),
      reasons,
      figures: found.figures,
      integrationTimeMs: frames.at(-1)!.integrationTimeMs,
      accumulations: frames.length,
      darkFrames: darkFrames.length,
      laserPowerMilliwatts,
      instrumentMs,
    },
    findings,
    spectrum,
    wavenumbers: axisSoFar(findings, former, spectrum.counts.length),
  }
}

/** Mean counts of the longest exposure, without bad pixels and cosmic rays, less the dark. */
function spectrumOf({ measured, device, findings }: StepInput): StepSpectrum {
  const { frames, darkFrames } = measured
  const integrationTimeMs = frames.at(-1)!.integrationTimeMs
  const clean = (of: readonly RawFrame[]) =>
    despikeFrames(
      of
        .filter((frame) => frame.integrationTimeMs === integrationTimeMs)
        .map(({ intensities }) => interpolatePixels(intensities, device.badPixels)),
    ).clean
  const light = clean(frames)
  const saturation = device.saturationCounts ?? Infinity
  const saturated = [...frames[0]!.intensities.keys()].filter((pixel) =>
    frames.some(({ intensities }) => intensities[pixel]! >= saturation),
  )
  if (darkFrames.length > 0) return { counts: accumulate(light, clean(darkFrames)), saturated }
  const counts = accumulate(light, [])
  const { dark } = findings
  if (!dark || dark.bias.length !== counts.length) return { counts, saturated }
  const modelled = counts.map(
    (_, pixel) => dark.bias[pixel]! + (dark.rate[pixel]! * integrationTimeMs) / 1000,
  )
  const good = interpolatePixels(modelled, device.badPixels)
  return { counts: counts.map((value, pixel) => value - good[pixel]!), saturated }
}

/** What is wrong with a spectrum that is cut off begins with that. */
function overexposed(
  { saturated }: StepSpectrum,
  integrationTimeMs: number,
  reasons: readonly CheckReason[],
): CheckReason[] {
  if (saturated.length === 0 || reasons.length === 0 || reasons.some(({ code }) => code === 'saturated'))
    return []
  return [
    {
      code: 'saturated',
      message: `${saturated.length} pixels are saturated after ${integrationTimeMs} ms.`,
      tip: 'Choose less laser power, or move the lamp away, and measure again.',
    },
  ]
}

function unsteady(frames: readonly RawFrame[], setpoint: number | null): CheckReason[] {
  const celsius = frames.flatMap(({ detectorTemperatureCelsius }) => detectorTemperatureCelsius ?? [])
  if (setpoint === null || celsius.length === 0) return []
  const worst = celsius.reduce((most, one) =>
    Math.abs(one - setpoint) > Math.abs(most - setpoint) ? one : most,
  )
  if (Math.abs(worst - setpoint) <= STEADY_KELVIN) return []
  return [
    {
      code: 'notSteady',
      message: `The detector is at ${worst.toFixed(1)} °C; it is to be at ${setpoint} °C within ${STEADY_KELVIN} K.`,
      tip: 'Wait until it has cooled, keep its vents free, and run the daily check again.',
    },
  ]
}

/** What the axis is by what is known so far, cm-1. */
function axisSoFar(findings: Findings, former: FormerCalibration, pixels: number): Float64Array {
  const { wavelength, laser } = findings
  if (wavelength?.ok && laser?.ok) return wavenumbersOf(findings, pixels)
  const laserNanometres = former.laserNanometres ?? 785
  return former.wavelengths.map((nanometres) => 1e7 / laserNanometres - 1e7 / nanometres)
}
