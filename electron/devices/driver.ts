import type { DeviceReadings } from '../contract/device'
import type { StokesError } from '../contract/errors'
import type { RawFrame } from '../contract/frame'
import type { Clock } from '../shared/clock'
import type { MicroscopeStateStore } from './microscopeStateStore'
import type { Run } from './run'

export interface Measurement {
  integrationTimeMs: number
  /** Taken first, with the laser off and the shutter open, so that they hold the dark signal and the light of the room. */
  darkFrames: number
  /** Null: frames until the run is stopped. */
  accumulations: number | null
  /** 0: the laser stays off throughout. */
  laserPowerMilliwatts: number
}

export interface MeasureContext {
  clock: Clock
  state: MicroscopeStateStore
  onFrame: (frame: RawFrame, kind: 'dark' | 'sample') => void
  /** Called when the frames of the sample begin to be exposed. */
  onStarted?: () => void
}

/** What instruments of different protocols do differently; the rest is `InstrumentMicroscope`. */
export interface Driver<R extends Run> {
  /** So long after the line was lost its watchdog has switched the laser off, ms. */
  readonly watchdogMs: number
  newRun(kind: Run['kind']): R
  /** Exposes dark frames, then the sample. Switching the laser off afterwards is for whoever owns the run. */
  measure(run: R, measurement: Measurement, context: MeasureContext): Promise<void>
  readReadings(): Promise<DeviceReadings>
  readRegisters?(): Promise<Record<string, string | number>>
  /** Sends laser off at once, whatever else is on the line; waits for no answer and never throws. */
  dropLaser(): void
  /**
   * Laser off; resolves when it was read back as off.
   *
   * @throws laser.stillEmitting, or why the instrument could not be asked
   */
  switchLaserOff(): Promise<void>
  /** Called once if the line is lost, at once if it was lost before. */
  onLost(listener: (problem: StokesError) => void): void
  /** Lets go of the line. Never throws, never takes long. */
  release(): Promise<void>
}
