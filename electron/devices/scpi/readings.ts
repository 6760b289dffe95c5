import type { DeviceReadings } from '../../contract/device'
import { readBoolean, readFields, readNumber, readWord } from '../protocol/readAnswer'

const READINGS = 'SOUR:LAS:EMIS?;SOUR:LAS:STAT?;SOUR:INT?;SOUR:SHUT?;SENS:DET:TEMP?;SOUR:LAS:TEMP?;SYST:WATC?'

/** All readings, in one exchange. */
export async function readReadings(link: {
  query(message: string): Promise<string>
}): Promise<DeviceReadings> {
  const fields = readFields(
    await link.query(READINGS),
    ';',
    'emission',
    'laser',
    'interlock',
    'shutter',
    'detectorTemperature',
    'laserTemperature',
    'watchdog',
  )
  const watchdog = readFields(fields.watchdog, ',', 'timeout', 'remaining', 'trips')
  return {
    laserEmitting: readBoolean(fields.emission),
    laserArmed: readWord(fields.laser, 'DISARMED', 'ARMED', 'FIRING') !== 'DISARMED',
    interlockClosed: readBoolean(fields.interlock),
    shutterOpen: readWord(fields.shutter, 'OPEN', 'CLOSed') === 'OPEN',
    detectorTemperatureCelsius: readNumber(fields.detectorTemperature),
    laserTemperatureCelsius: readNumber(fields.laserTemperature),
    watchdogTrips: readNumber(watchdog.trips),
  }
}
