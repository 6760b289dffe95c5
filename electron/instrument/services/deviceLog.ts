import type { DeviceLogEntry, DeviceState } from '../../contract/device'
import { disconnected } from '../../contract/disconnected'
import type { Clock } from '../../shared/clock'
import type { Changes } from './changes'
import { deviceEvents } from './deviceEvents'

interface DeviceLogOptions {
  state: Pick<Changes<DeviceState>, 'listen'>
  clock: Clock
  /** @default 2000 */
  capacity?: number
}

/** What happened to instruments since this process was started: for their maker, so nothing of any patient. */
export class DeviceLog {
  private kept: DeviceLogEntry[] = []
  /** The last state; temperatures as they were told last, so that a slow change is told too. */
  private told = disconnected

  constructor({ state, clock, capacity = 2000 }: DeviceLogOptions) {
    state.listen((now) => {
      const events = deviceEvents(this.told, now)
      if (events.length > 0) {
        const at = clock.timestamp()
        this.kept = [...this.kept, ...events.map((event) => ({ at, ...event }))].slice(-capacity)
      }
      const warmer = events.some(({ kind }) => kind === 'temperature')
      this.told =
        warmer || !now.readings ? now : { ...now, readings: { ...now.readings, ...this.temperatures() } }
    })
  }

  /** The newest last. */
  get entries(): DeviceLogEntry[] {
    return this.kept
  }

  private temperatures() {
    const { readings } = this.told
    if (!readings) return {}
    const { detectorTemperatureCelsius, laserTemperatureCelsius } = readings
    return { detectorTemperatureCelsius, laserTemperatureCelsius }
  }
}
