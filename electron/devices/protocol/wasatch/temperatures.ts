/** Detectors and lasers that read further than this have no sensor, or a broken one. */
const PLAUSIBLE_CELSIUS = { min: -100, max: 150 }
/** Of the thermistor's converter: 12 bits of 2.5 V, over a divider of 21.45 kOhm. */
const CONVERTER_STEPS = 4096
const REFERENCE_VOLTS = 2.5
const DIVIDER_OHMS = 21_450
/** Beta equation of a thermistor of 10 kOhm at 25 degrees, with the maker's 273 for absolute zero. */
const BETA_KELVIN = 3977
const OHMS_AT_25 = 10_000

/**
 * Temperature of the detector from its 16-bit reading; null where the instrument has no calibration for it.
 *
 * @param coefficients the EEPROM's three, lowest power first, in degrees Celsius
 */
export function detectorCelsius(raw: number, coefficients: readonly number[]): number | null {
  if (coefficients.every((coefficient) => coefficient === 0)) return null
  return plausible(coefficients.reduceRight((sum, coefficient) => sum * raw + coefficient, 0))
}

/** Temperature of the laser's thermistor from its 12-bit reading; null at either end, where there is none. */
export function laserCelsius(raw: number): number | null {
  const steps = raw & 0xfff
  if (steps === 0 || steps === CONVERTER_STEPS - 1) return null
  const volts = (REFERENCE_VOLTS * steps) / CONVERTER_STEPS
  const ohms = (DIVIDER_OHMS * volts) / (REFERENCE_VOLTS - volts)
  return plausible(BETA_KELVIN / (Math.log(ohms / OHMS_AT_25) + BETA_KELVIN / 298) - 273)
}

/** The converter's 12-bit value for a temperature of the cooler; coefficients as the EEPROM's, lowest power first. */
export function coolerSetpoint(celsius: number, coefficients: readonly number[]): number {
  const dac = coefficients.reduceRight((sum, coefficient) => sum * celsius + coefficient, 0)
  return Math.min(0xfff, Math.max(0, Math.round(dac)))
}

function plausible(celsius: number): number | null {
  return celsius >= PLAUSIBLE_CELSIUS.min && celsius <= PLAUSIBLE_CELSIUS.max ? celsius : null
}
