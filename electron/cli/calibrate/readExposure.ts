import { accumulate } from '../../analysis/frames/accumulate'
import { longestPlateau } from '../../analysis/quality/longestPlateau'
import { polynomialAt } from '../../analysis/calibration/fitPolynomial'
import { ramanShift, scatteredWavelength } from '../../analysis/calibration/ramanShift'
import { StokesError } from '../../contract/errors'
import { readSpectraFile, type RecordedSpectra } from '../../devices/replay/readers/readSpectraFile'
import { evenIfStitched } from './evenIfStitched'
import { axisKindOf, type AxisKind } from './axisKindOf'
import type { KnownCalibration } from './readCalibration'

export interface ExposureOptions {
  /** What the first column is; told by its values if it is not given. */
  axis?: AxisKind
  /** nm; what the file says of it otherwise, or 785. */
  laser?: number
  /** A file of dark frames on the same axis. */
  dark?: string
  /** Counts at which a pixel is at its limit. */
  saturation?: number
  /** What is known of the axis, in place of what the file says. */
  calibration?: KnownCalibration
  /** Puts a file that is stitched from several settings on even steps of wavelength. */
  even?: boolean
}

/** One spectrum of a file, as the analysis wants it. */
export interface RecordedExposure {
  /** Mean of the frames, less the dark where there is one. */
  counts: Float64Array
  saturated: number[]
  /** Mean of the dark frames; null without one. */
  dark: Float64Array | null
  /** Whether it was stitched, and its points are even steps of wavelength now. */
  resampled: boolean
  /** Of each pixel: vacuum nm, and cm-1 for the laser. */
  nanometres: Float64Array
  wavenumbers: Float64Array
  laserNanometres: number
}

const USUAL_LASER = 785
/** Neighbouring pixels that all hold the highest value: a detector at its limit, not noise. */
const FLAT_TOP = 3

/**
 * Reads one spectrum: the mean of all columns but those named `dark` or `background`, which are subtracted. Of a file that
 * `stokes acquire` wrote, the frames.
 *
 * @throws file.…; axis.mismatch; usage.invalid for pixels that nobody has given wavelengths for
 */
export async function readExposure(path: string, options: ExposureOptions): Promise<RecordedExposure> {
  const file = await readSpectraFile(path)
  const darkFile = options.dark === undefined ? null : await readSpectraFile(options.dark)
  if (darkFile && darkFile.axis.length !== file.axis.length) {
    throw new StokesError(
      'axis.mismatch',
      `The dark frames have ${darkFile.axis.length} points, the spectrum has ${file.axis.length}.`,
      { tip: 'Give dark frames of the same instrument and setting.' },
    )
  }
  const named = (pattern: RegExp) => columns(file, ({ name }) => pattern.test(name))
  const ownDarks = named(/^(dark|background)( \d+)?$/i)
  const frames = named(/^frame \d+$/i)
  const light =
    frames.length > 0 ? frames : columns(file, ({ intensities }) => !ownDarks.includes(intensities))
  const darks = [...ownDarks, ...(darkFile ? columns(darkFile, () => true) : [])]
  const laserNanometres =
    options.laser ?? options.calibration?.laserNm ?? file.excitationNanometres ?? USUAL_LASER
  const rough = evenIfStitched(
    {
      counts: accumulate(light, darks),
      saturated: saturatedPixels(light, options.saturation),
      dark: darks.length > 0 ? accumulate(darks, []) : null,
    },
    wavelengthsOf(path, file.axis, laserNanometres, options),
    // A calibration was found on even steps, if it was on a stitched file.
    options.even === true || options.calibration !== undefined,
  )
  const nanometres = options.calibration
    ? rough.nanometres.map((_, pixel) => polynomialAt(options.calibration!.coefficients, pixel))
    : rough.nanometres
  return {
    ...rough,
    nanometres,
    wavenumbers: nanometres.map((wavelength) => ramanShift(laserNanometres, wavelength)),
    laserNanometres,
  }
}

function columns(
  { spectra }: RecordedSpectra,
  wanted: (spectrum: RecordedSpectra['spectra'][number]) => boolean,
): Float64Array[] {
  return spectra.filter(wanted).map(({ intensities }) => intensities)
}

function wavelengthsOf(
  path: string,
  values: Float64Array,
  laserNanometres: number,
  { axis = axisKindOf(values), calibration }: ExposureOptions,
): Float64Array {
  if (axis === 'wavelength') return values
  if (axis === 'wavenumber')
    return values.map((wavenumber) => scatteredWavelength(laserNanometres, wavenumber))
  if (calibration) return values.map((_, pixel) => polynomialAt(calibration.coefficients, pixel))
  throw new StokesError('usage.invalid', `Nothing says which wavelengths the pixels of ${path} have.`, {
    tip: 'Give --coefficients, constant first, or --calibration.',
  })
}

function saturatedPixels(frames: readonly Float64Array[], limit: number | undefined): number[] {
  const saturated = new Set<number>()
  for (const frame of frames) {
    const highest = frame.reduce((most, value) => Math.max(most, value), -Infinity)
    const level = limit ?? (longestPlateau(frame) >= FLAT_TOP ? highest : Infinity)
    frame.forEach((value, pixel) => {
      if (value >= level) saturated.add(pixel)
    })
  }
  return [...saturated]
}
