import type { PowerAtSample, PowerReading } from '../../contract/exposure'

/** A reading that is older is to be repeated: diodes age, optics get dirty. */
export const READING_DAYS = 30
/** Where nobody stated the spot; the local irradiance alone depends on it as long as it is below 3.5 mm. */
export const ASSUMED_SPOT_MICROMETRES = 100

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
