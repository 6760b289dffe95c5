import { checkShift } from '../../analysis/calibration/checkShift'
import { fitIntensity } from '../../analysis/calibration/fitIntensity'
import { fitLaser } from '../../analysis/calibration/fitLaser'
import type { LineShape } from '../../analysis/calibration/fitLine'
import { fitWavelengths } from '../../analysis/calibration/fitWavelengths'
import { resolutionFromCalcite, resolutionFromLamp } from '../../analysis/calibration/measureResolution'
import type { Lamp, Resolution, ShiftStandard } from '../../contract/calibration'
import { StokesError } from '../../contract/errors'
import { answerCalibration, linesOf, type CalibrationResult } from '../calibrate/calibrationResult'
import { readCalibration } from '../calibrate/readCalibration'
import { readExposure, type ExposureOptions, type RecordedExposure } from '../calibrate/readExposure'
import { writeFileSafely } from '../writeFileSafely'

/** What all of them take. */
export interface CalibrateFileOptions extends Omit<ExposureOptions, 'calibration'> {
  in: string
  /** Typed, or from another run. */
  coefficients?: number[]
  calibration?: string
  json?: boolean
}

export interface WavelengthCommandOptions extends Omit<CalibrateFileOptions, 'in'> {
  in: string[]
  lamp: Lamp[]
  order?: number
  shape: LineShape
  limit: number
}

export interface LaserCommandOptions extends CalibrateFileOptions {
  /** Where silicon's phonon is, cm-1. */
  reference?: number
  /** How far the laser may have drifted, nm. */
  reach: number
}

export interface ShiftCommandOptions extends CalibrateFileOptions {
  standard: ShiftStandard
  limit: number
}

export interface ResolutionCommandOptions extends CalibrateFileOptions {
  source: Resolution['method']
  limit: number
}

export interface IntensityCommandOptions extends CalibrateFileOptions {
  out?: string
}

const nothing: Omit<CalibrationResult, 'ok' | 'reasons'> = {
  lines: [],
  rmsPixels: null,
  rmsWavenumber: null,
  coefficients: [],
  laserNm: null,
}

/** Wavelengths of the pixels, from one lamp or several. */
export async function calibrateWavelength(options: WavelengthCommandOptions): Promise<void> {
  if (options.in.length !== options.lamp.length) {
    throw new StokesError(
      'usage.invalid',
      `${options.in.length} files were lit by ${options.lamp.length} lamps.`,
      {
        tip: 'Give one --lamp for each file, in the same order.',
      },
    )
  }
  const exposures: RecordedExposure[] = []
  for (const path of options.in) exposures.push(await read({ ...options, in: path, even: true }))
  const { order, shape, limit: limitPixels } = options
  const fit = fitWavelengths(
    exposures.map((exposure, i) => ({ ...exposure, lamp: options.lamp[i]! })),
    exposures[0]!.nanometres,
    { shape, limitPixels, ...(order !== undefined && { order }) },
  )
  const { ok, reasons, lines, rmsPixels, rmsWavenumber, coefficients, lamps, spurious } = fit
  const { rmsNanometres, leaveOneOutRmsPixels, accuracyNanometres } = fit
  const { resampled } = exposures[0]!
  answerCalibration(
    { ...nothing, ok, reasons, lines: linesOf(lines), rmsPixels, rmsWavenumber, coefficients },
    { lamps, order: fit.order, spurious, resampled, rmsNanometres, leaveOneOutRmsPixels, accuracyNanometres },
    options,
    rmsPixels === null
      ? []
      : [
          `${lines.filter(({ used }) => used).length} lines, ${rmsPixels.toFixed(3)} px rms (${leaveOneOutRmsPixels!.toFixed(3)} px each left out once), ${rmsWavenumber!.toFixed(3)} cm-1`,
          ...(resampled
            ? ['The file is stitched from several settings: p counts even steps of wavelength.']
            : []),
          `nm = ${coefficients.map((value, k) => `${value.toPrecision(10)} p^${k}`).join(' + ')}`,
        ],
  )
}

/** The laser, from silicon. */
export async function calibrateLaser(options: LaserCommandOptions): Promise<void> {
  const exposure = await read(options)
  const { reference, reach } = options
  const fit = fitLaser(exposure, exposure.nanometres, exposure.laserNanometres, {
    reachNanometres: reach,
    ...(reference !== undefined && { siliconReference: reference }),
  })
  const { ok, reasons, laserNanometres, siliconReference, siliconWithFormerLaser: measured } = fit
  const line = { reference: siliconReference, used: true }
  const { coefficients = [] } = (await knownOf(options)) ?? {}
  answerCalibration(
    {
      ...{ ...nothing, ok, reasons, coefficients, laserNm: laserNanometres },
      lines: measured === null ? [] : [{ ...line, measured, residual: measured - siliconReference }],
    },
    { uncertaintyNm: fit.uncertaintyNanometres, formerLaserNm: exposure.laserNanometres },
    options,
    laserNanometres === null
      ? []
      : [`Laser at ${laserNanometres.toFixed(4)} nm; it was taken for ${exposure.laserNanometres} nm.`],
  )
}

/** Bands of a standard against ASTM E1840. */
export async function calibrateShift(options: ShiftCommandOptions): Promise<void> {
  const exposure = await read(options)
  const check = checkShift(exposure, exposure.wavenumbers, options.standard, options.limit)
  const { ok, reasons, lines, rmsWavenumber, meanWavenumber, worstWavenumber } = check
  const { limitWavenumber, meaningWavenumber } = check
  answerCalibration(
    { ...nothing, ok, reasons, lines: linesOf(lines), rmsWavenumber, laserNm: exposure.laserNanometres },
    { meanWavenumber, worstWavenumber, limitWavenumber, meaningWavenumber },
    options,
    meanWavenumber === null
      ? []
      : [
          `mean ${meanWavenumber.toFixed(2)}, worst ${worstWavenumber!.toFixed(2)} cm-1; the values mean nothing below ${meaningWavenumber} cm-1`,
        ],
  )
}

/** Width of the lines of a lamp, or of calcite. */
export async function calibrateResolution(options: ResolutionCommandOptions): Promise<void> {
  const exposure = await read(options)
  const result =
    options.source === 'calcite'
      ? resolutionFromCalcite(exposure, exposure.wavenumbers, options.limit)
      : resolutionFromLamp(exposure, exposure.nanometres, options.source, options.limit)
  const { ok, reasons, lines: widths, resolutionWavenumber, widthWavenumber, limitWavenumber } = result
  answerCalibration(
    { ...nothing, ok, reasons, laserNm: exposure.laserNanometres },
    { resolutionWavenumber, widthWavenumber, limitWavenumber, widths },
    options,
    resolutionWavenumber === null ? [] : [`Resolution ${resolutionWavenumber.toFixed(2)} cm-1`],
  )
}

/** Factors of relative intensity from SRM 2241. */
export async function calibrateIntensity(options: IntensityCommandOptions): Promise<void> {
  const exposure = await read(options)
  const { counts, dark, saturated, wavenumbers, laserNanometres } = exposure
  // The analysis wants what was counted, to know that a dark was there to be subtracted.
  const counted = dark ? counts.map((value, pixel) => value + dark[pixel]!) : counts
  const fit = fitIntensity({ counts: counted, dark, saturated }, wavenumbers, laserNanometres)
  const { ok, reasons, standard, from, to, factors, relativeNoise } = fit
  if (ok && options.out !== undefined) {
    const lines = factors.map((factor, pixel) => `${wavenumbers[pixel]!},${factor ?? ''}`)
    await writeFileSafely(options.out, `wavenumber,factor\n${lines.join('\n')}\n`)
  }
  answerCalibration(
    { ...nothing, ok, reasons, laserNm: laserNanometres },
    { standard, from, to, factors, relativeNoise, out: ok ? (options.out ?? null) : null },
    options,
    from === null || relativeNoise === null
      ? []
      : [
          `${standard}: factors from ${from.toFixed(0)} to ${to!.toFixed(0)} cm-1, none beyond; ${(100 * relativeNoise).toFixed(2)} % of noise`,
        ],
  )
}

async function read(options: CalibrateFileOptions): Promise<RecordedExposure> {
  const { calibration: _path, ...rest } = options
  const calibration = await knownOf(options)
  return readExposure(options.in, { ...rest, ...(calibration && { calibration }) })
}

async function knownOf({ calibration, coefficients }: CalibrateFileOptions) {
  if (calibration !== undefined) return readCalibration(calibration)
  return coefficients === undefined ? null : { coefficients }
}
