import { airToVacuum } from '../optics/airToVacuum'
import type { SpectralLine } from '../optics/spectralLines'

/**
 * Wavelength in standard air in nm, relative intensity. Lines of the atom between 800 and 945 nm; those of ions stay dark
 * in a small lamp.
 */
type Line = readonly [number, number]

/** Wavelengths of Saloman and Sansonetti 2004 (doi:10.1063/1.1797771), intensities of the NIST ASD (doi:10.18434/T4W30F). */
const NEON: readonly Line[] = [
  [808.2458, 60],
  [811.85492, 40],
  [812.89108, 12],
  [813.64054, 170],
  [825.9379, 30],
  [826.60772, 70],
  [826.71162, 10],
  [830.03258, 300],
  [836.57466, 50],
  [837.7608, 800],
  [841.71606, 30],
  [841.84274, 250],
  [846.33575, 40],
  [848.44435, 13],
  [849.53598, 700],
  [854.46958, 15],
  [857.13524, 30],
  [859.12584, 400],
  [863.4647, 350],
  [864.70411, 60],
  [865.43831, 600],
  [865.5522, 80],
  [867.94925, 130],
  [868.19211, 150],
  [870.41116, 30],
  [877.16563, 100],
  [878.06226, 600],
  [878.37533, 400],
  [883.09072, 6],
  [885.38668, 300],
  [886.53063, 20],
  [886.57552, 150],
  [891.95006, 60],
  [898.85564, 20],
  [914.86716, 120],
  [920.17591, 90],
  [922.00601, 60],
  [922.15801, 20],
  [922.66903, 20],
  [927.55196, 9],
  [930.08527, 80],
  [931.05839, 8],
  [931.39726, 30],
  [932.65068, 70],
  [937.33078, 15],
  [942.53788, 50],
]

/** Wavelengths and intensities of the NIST ASD (doi:10.18434/T4W30F). */
const ARGON: readonly Line[] = [
  [810.3693, 20_000],
  [811.5311, 35_000],
  [826.4522, 10_000],
  [840.821, 15_000],
  [842.4648, 20_000],
  [852.1442, 15_000],
  [866.7944, 4500],
  [884.991, 180],
  [912.2967, 35_000],
  [919.4638, 550],
  [922.4499, 15_000],
  [929.1531, 400],
  [935.422, 1600],
]

/** Photons per second of the strongest line: it saturates the detector in about 0.8 s. */
const STRONGEST = 2.4e6

/** Calibration lamps before the objective. They burn by themselves: no laser, but an open shutter. */
export const LAMPS = { neon: lamp(NEON), argon: lamp(ARGON) } as const

function lamp(lines: readonly Line[]): readonly SpectralLine[] {
  const strongest = Math.max(...lines.map(([, intensity]) => intensity))
  return lines.map(([air, intensity]) => ({
    wavelengthNanometres: airToVacuum(air),
    photonsPerSecond: (STRONGEST * intensity) / strongest,
  }))
}
