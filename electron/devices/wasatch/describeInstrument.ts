import type { ExposureLimits } from '../../contract/device'
import type { DeviceIdentity } from '../../contract/frame'
import type { Eeprom } from '../protocol/wasatch/eeprom'
import { isAtLeast } from '../protocol/wasatch/decodeAnswers'
import type { Family } from '../protocol/wasatch/families'
import { SATURATION_COUNTS } from '../protocol/wasatch/spectrum'
import type { Series } from './instrument'

/**
 * Some older FX2 firmware takes the power of the laser from the length of a payload; a wrong one locks the instrument up until
 * it is switched off. Which version ended that is not public: this is the oldest that the maker's drivers tell apart.
 */
const MODULATION_SINCE = '10.0.0.11'
const MOST_ACCUMULATIONS = 1_000
/** Pixels of a Sony IMX line that hold no light: the first, and the last of each sensor. */
const DARK_PIXELS = { first: 3, last: { imx392: 17, other: 1 } }

/** What an instrument tells of itself. */
export interface Described {
  eeprom: Eeprom
  family: Family
  series: Series
  firmware: string
  fpga: string
  watchdog: 'firmware' | 'none'
}

export function identityOf({ eeprom, series, firmware, fpga, watchdog }: Described): DeviceIdentity {
  return {
    maker: 'Wasatch Photonics',
    model: eeprom.model,
    serialNumber: eeprom.serialNumber,
    firmware: `${firmware}, FPGA ${fpga}`,
    origin: 'instrument',
    pixels: eeprom.pixels,
    excitationNanometres: eeprom.excitationNanometres,
    saturationCounts: SATURATION_COUNTS,
    badPixels: badPixels(eeprom, series),
    detectorSetpointCelsius: eeprom.hasCooling ? setpointOf(eeprom) : null,
    watchdog,
  }
}

/** What the detector is cooled to: the maker's choice, within the maker's limits. */
export function setpointOf({ startupCelsius, coolerCelsius: { min, max } }: Eeprom): number {
  return Math.min(max, Math.max(min, startupCelsius))
}

export function limitsOf({ eeprom, family, firmware }: Described): ExposureLimits {
  const { hasLaser, laserPowerMilliwatts } = eeprom
  const controllable = family === 'arm' || isAtLeast(firmware, MODULATION_SINCE)
  return {
    integrationTimeMs: eeprom.integrationTimeMs,
    accumulations: { min: 1, max: MOST_ACCUMULATIONS },
    laserPowerMilliwatts:
      hasLaser && controllable && laserPowerMilliwatts.max > 0 ? laserPowerMilliwatts : null,
  }
}

/** The EEPROM counts as the axis does; dead ends are where the sensor has them, before its line is turned round. */
function badPixels({ badPixels: listed, pixels, detector, invertedAxis }: Eeprom, series: Series): number[] {
  const last = /IMX392/i.test(detector) ? DARK_PIXELS.last.imx392 : DARK_PIXELS.last.other
  const line = series === 'xs' ? Array.from({ length: pixels }, (_, i) => i) : []
  const dark = line.filter((pixel) => pixel < DARK_PIXELS.first || pixel >= pixels - last)
  const turned = invertedAxis ? dark.map((pixel) => pixels - 1 - pixel) : dark
  return [...new Set([...listed, ...turned])].sort((a, b) => a - b)
}
