import { StokesError } from '../../contract/errors'
import { leastFirst, mostFirst } from '../protocol/wasatch/decodeAnswers'
import { decodeFunkyFloat } from '../protocol/wasatch/funkyFloat'
import { GET, type GetRequest } from '../protocol/wasatch/requests'
import type { Instrument } from './instrument'
import type { Requests } from './wasatchLink'

/** What the registers hold, as its maker would ask for it. A register that the instrument does not have says so. */
export async function readRegisters(
  requests: Requests,
  { eeprom, series, feedback, watchdog }: Instrument,
): Promise<Record<string, string | number>> {
  const read = async (request: GetRequest, decode: (answer: Uint8Array) => number) => {
    try {
      return decode(await requests.ask(request))
    } catch (error) {
      if (error instanceof StokesError && error.code === 'device.refused') return 'not there'
      throw error
    }
  }
  const least = (bytes: number) => (answer: Uint8Array) => leastFirst(answer, bytes)
  return {
    'EEPROM format': eeprom.format,
    detector: eeprom.detector,
    'wavelength coefficients (nm)': eeprom.wavelengthCoefficients.join(', '),
    'power calibration (mW to %)': eeprom.laserPercent?.join(', ') ?? 'none',
    series,
    'interlock and emission can be read': String(feedback),
    watchdog,
    'integration time (ms)': await read(GET.integrationTime, least(3)),
    'detector gain': await read(GET.detectorGain, decodeFunkyFloat),
    'detector temperature (raw)': await read(GET.detectorTemperature, (answer) => mostFirst(answer, 2)),
    'laser enable': await read(GET.laserEnable, least(1)),
    'laser firing': await read(GET.isLaserFiring, least(1)),
    'laser can fire': await read(GET.canLaserFire, least(1)),
    'modulation enable': await read(GET.modulationEnable, least(1)),
    'modulation period (us)': await read(GET.modulationPeriod, least(5)),
    'modulation width (us)': await read(GET.modulationWidth, least(5)),
    ...(series === 'xs' && {
      'laser watchdog (s)': await read(GET.watchdog, (answer) => mostFirst(answer, 2)),
      'laser warning delay (s)': await read(GET.laserWarningDelay, least(1)),
    }),
    ...(series === 'x' && { 'laser temperature (raw)': await read(GET.adc, least(2)) }),
  }
}
