/**
 * Quantum efficiency of a back-illuminated, deep-depletion silicon CCD between 790 and 950 nm: 0.93 at 800,
 * 0.82 at 870, 0.58 at 935 nm. A parabola through what makers of such sensors publish.
 */
export function quantumEfficiencyAt(wavelengthNanometres: number): number {
  const beyond = (wavelengthNanometres - 800) / 100
  return 0.93 - 0.04 * beyond - 0.16 * beyond ** 2
}

/** Refractive index of silicon near 870 nm (Green 2008, doi:10.1016/j.solmat.2008.06.009). */
const SILICON_INDEX = 3.65

/**
 * Etaloning: light reflected between the faces of the thinned sensor makes fringes, 6.9 nm apart at 870 nm
 * for 15 um, and deeper where silicon is more transparent. A factor near 1; `depth` is its half height at 935
 * nm.
 */
export function etalonAt(wavelengthNanometres: number, thicknessMicrometres: number, depth: number): number {
  const phase = (4 * Math.PI * SILICON_INDEX * thicknessMicrometres * 1000) / wavelengthNanometres
  const transparency = Math.exp((wavelengthNanometres - 935) / 60)
  return 1 + depth * transparency * Math.cos(phase)
}
