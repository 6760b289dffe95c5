import { refusal, type ReadSpectrum } from './readSpectra'

/** A spectrum as the case log takes it: cm-1, ascending, whole. */
export interface ImportedSpectrum {
  name: string
  wavenumbers: Float64Array
  intensities: Float64Array
  dark: Float64Array | null
  integrationTimeMs: number | null
  excitationNanometres: number | null
  measuredAt: string | null
}

export interface AxisOptions {
  /** What a person says of the axis, where the file does not. */
  axis?: 'cm-1' | 'nm' | undefined
  /** Wavelength of the laser, nm, that wavelengths are taken from. */
  laserNanometres?: number | undefined
}

/** A step so many times wider than the median and its neighbours is a hole, not dispersion. */
const HOLE = 5

/** What lies within is as well a wavelength, of some laser, as a Raman shift: nothing is guessed. */
const EITHER = { from: 350, to: 1150 }

/**
 * Puts a spectrum on an ascending axis in cm-1. A descending axis is turned round; wavelengths become shifts from a laser that
 * somebody named (the person, or the file).
 * @throws StokesError `file.notASpectrum` with file and line: an axis in nm without a laser, of pixel numbers, of unknown unit, with a
 * hole or a value twice; values that are no finite numbers; less than two points
 */
export function standardise(path: string, spectrum: ReadSpectrum, options: AxisOptions): ImportedSpectrum {
  const { name, integrationTimeMs, measuredAt, intensities, dark } = spectrum
  requirePlain(path, spectrum)
  const unit = unitOf(path, spectrum, options)
  const laser = spectrum.excitationNanometres ?? options.laserNanometres ?? null
  const shifts = unit === 'nm' ? shiftsOf(path, spectrum.axis, laser) : spectrum.axis
  const order = Int32Array.from(shifts.keys()).sort((a, b) => shifts[a]! - shifts[b]!)
  requireWhole(path, spectrum, shifts, order)
  const ordered = (values: Float64Array) => Float64Array.from(order, (point) => values[point]!)
  return {
    name,
    wavenumbers: ordered(shifts),
    intensities: ordered(intensities),
    dark: dark && ordered(dark),
    integrationTimeMs: integrationTimeMs !== null && integrationTimeMs > 0 ? integrationTimeMs : null,
    excitationNanometres: laser,
    measuredAt,
  }
}

function requirePlain(path: string, { axis, intensities, dark, lineOf }: ReadSpectrum): void {
  const points = axis.length
  if (points < 2 || intensities.length !== points || (dark !== null && dark.length !== points)) {
    const tip = 'A spectrum has two points at least, and a value for each.'
    throw refusal(path, null, `it has ${points} points and ${intensities.length} values`, tip)
  }
  for (let point = 0; point < points; point++) {
    const values = [axis[point]!, intensities[point]!, dark?.[point] ?? 0]
    if (values.every(Number.isFinite)) continue
    const tip = 'Every point needs a number.'
    throw refusal(
      path,
      lineOf?.(point) ?? null,
      `point ${point + 1} is ${values.find((one) => !Number.isFinite(one))}`,
      tip,
    )
  }
}

function unitOf(path: string, { axis, unit }: ReadSpectrum, options: AxisOptions): 'cm-1' | 'nm' {
  const said = options.axis ?? unit
  if (said !== null) return said
  if (axis.every((value, point) => value === point || value === point + 1)) {
    const tip = 'Calibrate the spectrum in the program that recorded it, and export wavenumbers.'
    throw refusal(path, null, 'its axis is pixel numbers, no wavenumbers', tip)
  }
  const [first, last] = [axis[0]!, axis.at(-1)!]
  const [low, high] = first < last ? [first, last] : [last, first]
  if (low < EITHER.from || high > EITHER.to) return 'cm-1'
  throw refusal(
    path,
    null,
    `nothing says whether its axis (${low} to ${high}) is a Raman shift in cm-1 or a wavelength in nm`,
    'Say which: --axis cm-1, or --axis nm with --laser NM.',
  )
}

/** Raman shift of each wavelength: the inverse wavelength of the laser less its own. */
function shiftsOf(path: string, nanometres: Float64Array, laser: number | null): Float64Array {
  if (laser === null) {
    const tip = 'Name the wavelength of the laser: --laser 785, with as many digits as are known.'
    throw refusal(path, null, 'its axis is in nm, and nothing says the wavelength of the laser', tip)
  }
  if (!(laser > 100) || nanometres.some((value) => !(value > 100))) {
    throw refusal(
      path,
      null,
      `no wavelengths in nm: laser ${laser}, axis from ${nanometres[0]}`,
      'Check axis and laser.',
    )
  }
  return nanometres.map((value) => 1e7 / laser - 1e7 / value)
}

function requireWhole(path: string, { lineOf }: ReadSpectrum, shifts: Float64Array, order: Int32Array): void {
  const steps = Float64Array.from(
    { length: order.length - 1 },
    (_, i) => shifts[order[i + 1]!]! - shifts[order[i]!]!,
  )
  const line = (i: number) => (lineOf ? lineOf(order[i]!) : null)
  const twice = steps.indexOf(0)
  if (twice >= 0) {
    const tip = 'Each point of the axis may stand there once.'
    throw refusal(path, line(twice + 1), `${shifts[order[twice]!]} cm-1 stands there twice`, tip)
  }
  const typical = Float64Array.from(steps).sort()[steps.length >> 1]!
  for (let i = 0; i < steps.length; i++) {
    const beside = Math.max(steps[i - 1] ?? typical, steps[i + 1] ?? typical)
    if (steps.length < 8 || steps[i]! <= HOLE * Math.max(typical, Math.min(beside, steps[i]!))) continue
    const [from, to] = [shifts[order[i]!]!, shifts[order[i + 1]!]!]
    throw refusal(
      path,
      line(i + 1),
      `its axis has a hole from ${from.toFixed(1)} to ${to.toFixed(1)} cm-1, where points stand ${typical.toFixed(2)} cm-1 apart`,
      'Export the spectrum whole, or as two files.',
    )
  }
}
