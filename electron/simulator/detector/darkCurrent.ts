const KELVIN = 273.15
/** Band gap of silicon over twice Boltzmann's constant, in K: 1.12 eV / (2 x 8.617e-5 eV/K). */
const ACTIVATION = 6499

/** Dark electrons per second of a whole column of the sensor at 25 C. */
const AT_ROOM_TEMPERATURE = 20_000

/**
 * Dark current of a column in electrons per second: T^1.5 exp(-Eg / 2kT), generation in the depletion region
 * (Janesick, Scientific Charge-Coupled Devices, 2001, ch. 7). 20 000 at 25 C, 900 at -10 C, 2 at -60 C.
 */
export function darkCurrentAt(temperatureCelsius: number): number {
  const kelvin = temperatureCelsius + KELVIN
  const room = 25 + KELVIN
  return AT_ROOM_TEMPERATURE * (kelvin / room) ** 1.5 * Math.exp(ACTIVATION * (1 / room - 1 / kelvin))
}
