/** Nominal excitation, nm in vacuum. */
export const NOMINAL_EXCITATION = 785

/** Temperature at which the excitation wavelength was measured at the factory. */
const REFERENCE_LASER_TEMPERATURE = 25

/**
 * Drift of the wavelength of a diode laser locked by a volume Bragg grating: 0.01 nm/K, from the thermal
 * expansion and the dn/dT of photo-thermo-refractive glass (a free-running diode would drift by 0.3 nm/K). 10
 * K move every band by 1.62 cm-1.
 */
export const DRIFT_PER_CELSIUS = 0.01

/**
 * Excitation wavelength in nm at a laser temperature, for a laser that has `referenceNanometres` at the
 * reference temperature.
 */
export function excitationAt(referenceNanometres: number, laserTemperatureCelsius: number): number {
  return referenceNanometres + DRIFT_PER_CELSIUS * (laserTemperatureCelsius - REFERENCE_LASER_TEMPERATURE)
}
