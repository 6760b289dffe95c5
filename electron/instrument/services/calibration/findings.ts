import type { DeviceIdentity, RawFrame } from '../../../contract/frame'
import type { CheckReason, CheckStep, Passport, StepResult } from '../../../contract/passport'
import type { MeasuredStandard } from './measureStandard'

/** What a daily check has found so far; the parts of a passport that are measured. */
export type Findings = Pick<
  Passport,
  | 'dark'
  | 'badPixels'
  | 'wavelength'
  | 'laser'
  | 'shift'
  | 'resolution'
  | 'intensity'
  | 'throughput'
  | 'drift'
>

export const noFindings: Findings = {
  dark: null,
  badPixels: null,
  wavelength: null,
  laser: null,
  shift: null,
  resolution: null,
  intensity: null,
  throughput: null,
  drift: null,
}

/** The calibration that an instrument has before a check: its passport's, else its factory's. */
export interface FormerCalibration {
  /** Vacuum nm of each pixel. */
  wavelengths: Float64Array
  /** The same, as the instrument was made. */
  factory: Float64Array
  /** Vacuum nm; null where the instrument does not say. */
  laserNanometres: number | null
  passport: Passport | null
}

/** One step of a daily check, as it is evaluated. */
export interface StepInput {
  device: DeviceIdentity
  measured: MeasuredStandard
  former: FormerCalibration
  /** Of the steps before. */
  findings: Findings
  /** Of the steps before: mean counts less the dark. */
  spectra: ReadonlyMap<CheckStep, StepSpectrum>
}

export interface StepSpectrum {
  counts: Float64Array
  /** Pixels at the limit of the detector in any frame. */
  saturated: readonly number[]
}

export interface EvaluatedStep {
  result: StepResult
  findings: Findings
  spectrum: StepSpectrum
  /** cm-1, one a pixel: what the calibration so far gives. */
  wavenumbers: Float64Array
}

export type Temperatures = Pick<RawFrame, 'detectorTemperatureCelsius' | 'laserTemperatureCelsius'>

/** What was measured in a daily check, until its end or until it was refused. */
export interface CheckedInstrument {
  steps: StepResult[]
  findings: Findings
  spectra: Map<CheckStep, StepSpectrum>
  instrumentMs: number
  /** Of every frame. */
  temperatures: Temperatures[]
  /** Why it came to no end; empty where it did. */
  refused: CheckReason[]
}
