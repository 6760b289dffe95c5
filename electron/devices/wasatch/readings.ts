import type { DeviceReadings } from '../../contract/device'
import { leastFirst, mostFirst } from '../protocol/wasatch/decodeAnswers'
import { GET } from '../protocol/wasatch/requests'
import { detectorCelsius, laserCelsius } from '../protocol/wasatch/temperatures'
import type { Instrument } from './instrument'
import { readLaser } from './laserState'
import type { Requests } from './wasatchLink'

/** All readings. There is no shutter: what lies under the objective is always seen. */
export async function readReadings(requests: Requests, instrument: Instrument): Promise<DeviceReadings> {
  const { eeprom, series, feedback, watchdogTrips } = instrument
  const { enabled, emitting, interlockClosed } = await readLaser(requests, feedback)
  const detector = mostFirst(await requests.ask(GET.detectorTemperature), 2)
  return {
    laserEmitting: emitting,
    laserArmed: enabled,
    interlockClosed,
    shutterOpen: true,
    detectorTemperatureCelsius: detectorCelsius(detector, eeprom.adcToCelsius),
    // The thermistor of the XS is not on this converter.
    laserTemperatureCelsius:
      eeprom.hasLaser && series === 'x' ? laserCelsius(leastFirst(await requests.ask(GET.adc), 2)) : null,
    watchdogTrips,
  }
}
