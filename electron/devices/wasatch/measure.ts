import type { Measurement } from '../driver'
import { Exposures, type ExposureContext } from './exposures'
import { fireLaser, requireLight } from './fireLaser'
import { setIntegrationTime } from './integrationTime'
import { percentOf, setLaserPower } from './laserPower'
import type { WasatchRun } from './wasatchRun'

/** Exposes dark frames, then the sample; the laser is on throughout the sample. */
export async function measure(
  run: WasatchRun,
  measurement: Measurement,
  context: ExposureContext,
): Promise<void> {
  const { darkFrames, accumulations, laserPowerMilliwatts } = measurement
  const { link, instrument, clock, state } = context
  const integrationTimeMs = Math.round(measurement.integrationTimeMs)
  const lit = laserPowerMilliwatts > 0
  const percent = lit ? percentOf(laserPowerMilliwatts, instrument.eeprom) : 0

  state.change({ connection: 'acquiring', problem: null })
  await requireLight(run, instrument, false, false)
  await setIntegrationTime(run, link, instrument, integrationTimeMs)
  const exposures = new Exposures(run, context, instrument.eeprom.laserPercent ? laserPowerMilliwatts : null)
  for (let taken = 0; taken < darkFrames; taken++) context.onFrame(await exposures.next(false), 'dark')
  if (lit) {
    await setLaserPower(run, link, percent)
    state.change({ connection: 'armed' })
    await exposures.feedWatchdog(instrument.warningDelayMs)
    await fireLaser(run, link, instrument, clock)
    state.change({ connection: 'acquiring' })
  }
  context.onStarted?.()
  for (let taken = 0; taken !== accumulations; taken++) context.onFrame(await exposures.next(lit), 'sample')
}
