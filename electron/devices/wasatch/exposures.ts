import { StokesError } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { MeasureContext } from '../driver'
import { saturatedPixels } from '../protocol/wasatch/spectrum'
import { requireLight } from './fireLaser'
import { frameTimeoutMs, litFrameTimeoutMs } from './frameTimeout'
import type { Instrument } from './instrument'
import { readReadings } from './readings'
import { setWatchdog } from './setWatchdog'
import type { WasatchLink } from './wasatchLink'
import type { WasatchRun } from './wasatchRun'

const READINGS_MS = 250

export interface ExposureContext extends MeasureContext {
  link: WasatchLink
  instrument: Instrument
}

/**
 * The frames of one run, one after the other. Each is taken between two readings of the laser that say what they must; one that
 * is lit is preceded by feeding the watchdog.
 */
export class Exposures {
  private readAgainAtMs = 0
  private watchdogRunsOutAtMs = Infinity

  constructor(
    private readonly run: WasatchRun,
    private readonly context: ExposureContext,
    /** Commanded by the maker's calibration, for the instrument has no power meter; null where there is none. */
    private readonly laserPowerMilliwatts: number | null,
  ) {}

  /** For one frame, after a warning if the laser is still to be switched on. */
  async feedWatchdog(warningMs = 0): Promise<void> {
    const { link, instrument, clock } = this.context
    if (instrument.watchdog === 'none') return
    const seconds = Math.ceil((litFrameTimeoutMs(instrument) + warningMs) / 1000) + 1
    instrument.watchdogSeconds = seconds
    this.watchdogRunsOutAtMs = clock.monotonicMs() + 1000 * seconds
    await setWatchdog(this.run, link.set, seconds)
  }

  async next(lit: boolean): Promise<RawFrame> {
    const { run } = this
    const { instrument, clock } = this.context
    const { integrationTimeMs } = instrument
    await this.keepReadings()
    if (lit) await this.feedWatchdog()
    await this.requireLight(lit)
    const { counts, startedAtMs } = await instrument.reader.take({
      integrationTimeMs,
      timeoutMs: lit ? litFrameTimeoutMs(instrument) : frameTimeoutMs(instrument),
      stopped: run.stopped,
    })
    const receivedAt = clock.timestamp()
    instrument.frames += 1
    await this.requireLight(lit)
    return this.rawFrame(counts, startedAtMs, receivedAt, lit)
  }

  private async requireLight(lit: boolean): Promise<void> {
    const { instrument, clock } = this.context
    await requireLight(this.run, instrument, lit, clock.monotonicMs() >= this.watchdogRunsOutAtMs)
  }

  private async keepReadings(): Promise<void> {
    const { instrument, clock, state } = this.context
    if (clock.monotonicMs() < this.readAgainAtMs) return
    this.readAgainAtMs = clock.monotonicMs() + READINGS_MS
    state.change({ readings: await readReadings(this.run, instrument) })
  }

  private rawFrame(counts: Float64Array, startedAtMs: number, receivedAt: string, lit: boolean): RawFrame {
    const { instrument, state } = this.context
    const { readings } = state.current
    if (!readings) throw new StokesError('internal.unexpected', 'A frame came before any readings.')
    return {
      sequence: instrument.frames,
      deviceTimeMicroseconds: Math.round(1000 * (startedAtMs - instrument.connectedAtMs)),
      receivedAt,
      integrationTimeMs: instrument.integrationTimeMs,
      laser: lit ? 'on' : 'off',
      laserPowerMilliwatts: lit ? this.laserPowerMilliwatts : 0,
      shutterOpen: true,
      detectorTemperatureCelsius: readings.detectorTemperatureCelsius,
      laserTemperatureCelsius: readings.laserTemperatureCelsius,
      saturatedPixels: saturatedPixels(counts),
      droppedBefore: 0,
      origin: 'instrument',
      intensities: counts,
    }
  }
}
