/**
 * Vacuum wavelength of light whose wavelength in standard air (15 C, 101 325 Pa) is given, both in nm.
 * Refractive index of air by Birch and Downs (doi:10.1088/0026-1394/31/4/006); its argument may be the air
 * wavelength to 1e-9 here.
 */
export function airToVacuum(airNanometres: number): number {
  const squared = (1000 / airNanometres) ** 2
  const refractivity = 8342.54 + 2406147 / (130 - squared) + 15998 / (38.9 - squared)
  return airNanometres * (1 + refractivity * 1e-8)
}
