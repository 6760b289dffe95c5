/**
 * Vacuum wavelength of light whose wavelength in standard air (15 C, 101 325 Pa, 450 ppm CO2) is given, both in nm, 230 to
 * 1 690 nm. Dispersion of Ciddor, Appl. Opt. 1996, 35, 1566, doi:10.1364/AO.35.001566, eq. 1; its argument is the vacuum
 * wavenumber, found by iteration.
 */
export function airToVacuum(airNanometres: number): number {
  let vacuum = airNanometres
  for (let pass = 0; pass < 3; pass++) {
    const squared = (1000 / vacuum) ** 2
    const refractivity = 5792105 / (238.0185 - squared) + 167917 / (57.362 - squared)
    vacuum = airNanometres * (1 + refractivity * 1e-8)
  }
  return vacuum
}
