import { StokesError } from '../../contract/errors'
import type { NewPowerReading, PowerAtSample, PowerReading } from '../../contract/exposure'

/** A reading that is older is to be repeated: diodes age, optics get dirty. */
export const READING_DAYS = 30
/** Where nobody stated the spot; the local irradiance alone depends on it as long as it is below 3.5 mm. */
export const ASSUMED_SPOT_MICROMETRES = 100

/** What optics can pass of the commanded power; beyond, the unit or the meter is wrong. */
const PASSED = { min: 0.1, max: 1.5 }
const DAY_MS = 86_400_000

/**
 * Power that meets the skin: what the instrument says, as a meter at the sample once corrected it.
 *
 * @param instrumentMilliwatts as commanded, or as its monitor diode reads where that is more
 * @param reading the newest of this instrument; null where there is none
 */
export function powerAtSample(
  instrumentMilliwatts: number,
  reading: PowerReading | null,
  now: string,
): PowerAtSample {
  const spotMicrometres = reading?.spotMicrometres ?? null
  if (!reading)
    return {
      milliwatts: instrumentMilliwatts,
      source: 'instrument',
      ageDays: null,
      old: false,
      spotMicrometres,
    }
  const ageDays = (Date.parse(now) - Date.parse(reading.measuredAt)) / DAY_MS
  return {
    milliwatts: (instrumentMilliwatts * reading.measuredMilliwatts) / reading.commandedMilliwatts,
    source: 'meter',
    ageDays,
    // One from the future is of a clock that was wrong, then or now.
    old: ageDays > READING_DAYS || ageDays < 0,
    spotMicrometres,
  }
}

/**
 * A reading that may correct the power of an instrument.
 *
 * @throws device.outOfRange for one that no optics can explain, or of a day to come
 */
export function requirePowerReading(reading: NewPowerReading, now: string): NewPowerReading {
  const { measuredMilliwatts, commandedMilliwatts, measuredAt } = reading
  const passed = measuredMilliwatts / commandedMilliwatts
  if (!(passed >= PASSED.min && passed <= PASSED.max)) {
    throw new StokesError(
      'device.outOfRange',
      `A reading of ${measuredMilliwatts} mW at ${commandedMilliwatts} mW is not used: it is ${(100 * passed).toPrecision(2)} % of the commanded power, not ${100 * PASSED.min} to ${100 * PASSED.max} %.`,
      { tip: 'Look at the unit and the wavelength of the meter, and at the optics.' },
    )
  }
  if (Date.parse(measuredAt) > Date.parse(now))
    throw new StokesError('device.outOfRange', `A reading of ${measuredAt} lies in the future.`, {
      tip: 'Look at the date, and at the clock of this computer.',
    })
  return reading
}
