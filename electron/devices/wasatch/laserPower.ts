import { StokesError } from '../../contract/errors'
import { leastFirst } from '../protocol/wasatch/decodeAnswers'
import type { Eeprom } from '../protocol/wasatch/eeprom'
import { GET } from '../protocol/wasatch/requests'
import { sendChecked } from './sendChecked'
import type { Requests, WasatchLink } from './wasatchLink'

/** Gives steps of 0.1 %. */
const PERIOD_MICROSECONDS = 1_000
const FULL_PERCENT = 100

/**
 * Part of full power for a power at the sample, by the calibration of the maker.
 *
 * @throws device.outOfRange where it does not lie within the laser's range
 */
export function percentOf(milliwatts: number, { laserPercent, laserPowerMilliwatts }: Eeprom): number {
  // Modulation switches the laser on for a part of the time: where it was never calibrated, the mean is that part of the most.
  const percent = laserPercent
    ? laserPercent.reduceRight((sum, coefficient) => sum * milliwatts + coefficient, 0)
    : (FULL_PERCENT * milliwatts) / laserPowerMilliwatts.max
  // A polynomial that was fitted may pass its end by a little.
  if (percent > 0 && percent <= FULL_PERCENT + 1) return Math.min(percent, FULL_PERCENT)
  throw new StokesError(
    'device.outOfRange',
    `By the calibration of the instrument, ${milliwatts} mW is ${percent.toFixed(1)} % of its laser's power.`,
    { tip: 'Choose another laser power.' },
  )
}

/** Sets the power while the laser is off, each register read back. */
export async function setLaserPower(
  requests: Requests,
  { set }: WasatchLink,
  percent: number,
): Promise<void> {
  const widthMicroseconds = Math.max(1, Math.round((percent * PERIOD_MICROSECONDS) / FULL_PERCENT))
  const modulated = widthMicroseconds < PERIOD_MICROSECONDS
  if (modulated) {
    await sendChecked(requests, {
      name: 'laser modulation period (us)',
      value: PERIOD_MICROSECONDS,
      set: set.modulationPeriod(PERIOD_MICROSECONDS),
      get: GET.modulationPeriod,
      read: (answer) => leastFirst(answer, 5),
    })
    await sendChecked(requests, {
      name: 'laser modulation width (us)',
      value: widthMicroseconds,
      set: set.modulationWidth(widthMicroseconds),
      get: GET.modulationWidth,
      read: (answer) => leastFirst(answer, 5),
    })
  }
  await sendChecked(requests, {
    name: 'laser modulation',
    value: Number(modulated),
    set: set.modulationEnable(modulated),
    get: GET.modulationEnable,
    read: ([enabled]) => Number(enabled !== 0),
  })
}
