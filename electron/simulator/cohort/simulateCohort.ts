import { ramanShift } from '../optics/wavenumber'
import { deriveSeed } from '../random/deriveSeed'
import { createRandom, type Random } from '../random/random'
import { drawPatient, type Patient } from '../tissue/patient'
import { tissueSample } from '../tissue/tissue'
import { createVirtualInstrument, type VirtualInstrument } from '../virtualInstrument'
import { acquire } from './acquire'
import { COHORT_GRID, gridWavenumbers, type WavenumberGrid } from './wavenumberGrid'

export interface CohortOptions {
  readonly patients: number
  readonly seed: number
  /** @default 1024 */
  readonly pixels?: number
  /** @default 400 to 2 000 cm-1 in steps of 1 */
  readonly grid?: WavenumberGrid
}

/**
 * One simulated patient: what a clinic would know, the spectrum, and (for the oracle alone) the truth behind
 * it.
 */
export interface CohortRow extends Omit<Patient, 'label'> {
  /** `P00001`, `P00002`, ... */
  readonly patient: string
  /** 1 malignant, 0 benign. */
  readonly label: 0 | 1
  /** Dark-subtracted counts on the cohort's grid. Not corrected for the instrument's intensity response. */
  readonly spectrum: Float64Array
}

/** Benign patients of the published cohort of 1 240, and all of them; every cohort keeps the proportion. */
const BENIGN = 630
const ALL = 1240

/** How the laser's temperature differs from visit to visit, in C: 0.02 nm, a third of a wavenumber. */
const LASER_TEMPERATURE = { mean: 25, spread: 2 } as const
const DETECTOR_TEMPERATURE = -60

/**
 * Patients one by one, in an order that tells nothing, each measured through the whole forward model on a
 * unit of the microscope of its own, so that no sensor's pattern can stand for a class. Patient i of a seed
 * is the same in every cohort of that seed and size.
 */
export function* simulateCohort(options: CohortOptions): Generator<CohortRow, void, undefined> {
  const { patients, seed, pixels = 1024, grid = COHORT_GRID } = options
  const wavenumbers = gridWavenumbers(grid)
  const labels = createRandom(deriveSeed(seed, 0))
  let benignLeft = Math.round((patients * BENIGN) / ALL)
  for (let index = 0; index < patients; index++) {
    const benign = labels.uniform() * (patients - index) < benignLeft
    if (benign) benignLeft--
    const patientSeed = deriveSeed(seed, index + 1)
    const random = createRandom(patientSeed)
    const { label, ...patient } = drawPatient(random, { label: benign ? 'benign' : 'malignant' })
    const instrument = createVirtualInstrument({ seed: deriveSeed(patientSeed, 0), pixels })
    yield {
      ...patient,
      patient: `P${String(index + 1).padStart(5, '0')}`,
      label: label === 'malignant' ? 1 : 0,
      spectrum: interpolate(hostWavenumbers(instrument), measure(random, instrument, patient), wavenumbers),
    }
  }
}

function measure(
  random: Random,
  instrument: VirtualInstrument,
  patient: Omit<Patient, 'label'>,
): Float64Array {
  return acquire(instrument, tissueSample('lesion', patient.lesion), {
    detectorTemperatureCelsius: DETECTOR_TEMPERATURE,
    laserTemperatureCelsius: LASER_TEMPERATURE.mean + LASER_TEMPERATURE.spread * random.normal(),
  })
}

/** The Raman shift of each pixel as a host works it out, from what the instrument reports. */
function hostWavenumbers({
  pixels,
  wavelengthCoefficients,
  excitationNanometres,
}: VirtualInstrument): Float64Array {
  const [c0, c1, c2, c3] = wavelengthCoefficients
  return Float64Array.from({ length: pixels }, (_, i) =>
    ramanShift(excitationNanometres, c0 + i * (c1 + i * (c2 + i * c3))),
  )
}

/** Linear interpolation between pixels. @throws RangeError where the sensor does not cover the grid */
function interpolate(axis: Float64Array, values: Float64Array, grid: Float64Array): Float64Array {
  if (grid[0]! < axis[0]! || grid.at(-1)! > axis.at(-1)!) {
    throw new RangeError(
      `the grid ${grid[0]!}..${grid.at(-1)!} cm-1 is not covered by the sensor's ${axis[0]!.toFixed(1)}..${axis.at(-1)!.toFixed(1)}`,
    )
  }
  let right = 1
  return grid.map((wavenumber) => {
    while (axis[right]! < wavenumber) right++
    const left = right - 1
    const part = (wavenumber - axis[left]!) / (axis[right]! - axis[left]!)
    return values[left]! + part * (values[right]! - values[left]!)
  })
}
