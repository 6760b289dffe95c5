import { observedBand } from '../optics/lineShape'
import { SHIFT_GRID, tabulate } from '../optics/shiftGrid'
import type { Composition } from './composition'
import { moleculeNames, MOLECULES, type Molecule } from './molecules'

/** Spectra of the molecules as the instrument shows them, worked out once: 10 ms. */
const observed = new Map<Molecule, Float64Array>()

/** Raman spectrum of a mixture on the SHIFT_GRID: the molecules' spectra, each in its amount. */
export function ramanSpectrum(composition: Composition): Float64Array {
  const mixture = new Float64Array(SHIFT_GRID.points)
  for (const molecule of moleculeNames) {
    const amount = composition[molecule]
    const spectrum = observedSpectrum(molecule)
    for (let i = 0; i < mixture.length; i++) mixture[i]! += amount * spectrum[i]!
  }
  return mixture
}

function observedSpectrum(molecule: Molecule): Float64Array {
  const known = observed.get(molecule)
  if (known) return known
  const bands = MOLECULES[molecule].map(([position, width, height]) => observedBand(position, width, height))
  const spectrum = tabulate((shift) => bands.reduce((sum, band) => sum + band(shift), 0))
  observed.set(molecule, spectrum)
  return spectrum
}
