import type { DeviceReadings, ExposureLimits, PreviewOptions } from '../../contract/device'
import type { StokesError } from '../../contract/errors'
import type { DeviceIdentity, RawFrame } from '../../contract/frame'
import type { Clock } from '../../shared/clock'
import { asStokesError } from '../asStokesError'
import { requireLaserPermission } from '../laserPermission'
import type { AcquireOptions, Microscope, MicroscopeState } from '../microscope'
import { MicroscopeStateStore } from '../microscopeStateStore'
import type { DecodedFrame } from '../protocol/decodeFrame'
import { requireWithin } from '../requireWithin'
import type { FrameGuard } from './frameGuard'
import { measure, READINGS_MS } from './measure'
import { rawFrame } from './rawFrame'
import { readReadings } from './readings'
import { cancelled, RunKeeper } from './runKeeper'
import type { ScpiLink } from './scpiLink'
import type { SimulatorSamples } from './simulatorSamples'

interface Connected {
  link: ScpiLink
  identity: DeviceIdentity
  wavenumbers: Float64Array
  limits: ExposureLimits
  guard: FrameGuard
  clock: Clock
  readings: DeviceReadings
  samples: SimulatorSamples | null
  stopHeartbeat: () => void
}

/** Readings are asked for this often before an idle instrument is given up; it may be slow for a few seconds. */
const READING_ATTEMPTS = 3

/** A microscope behind the instrument protocol. Made by `connectScpiMicroscope`. */
export class ScpiMicroscope implements Microscope {
  readonly identity: DeviceIdentity
  readonly wavenumbers: Float64Array
  readonly limits: ExposureLimits
  readonly samples?: NonNullable<Microscope['samples']>
  private readonly store = new MicroscopeStateStore()
  private readonly runs: RunKeeper
  private readonly pollTimer: NodeJS.Timeout
  private polling = false

  constructor(private readonly connected: Connected) {
    const { link, samples, readings } = connected
    this.identity = connected.identity
    this.wavenumbers = connected.wavenumbers
    this.limits = connected.limits
    this.runs = new RunKeeper(link, this.store, (problem) => {
      this.giveUp(problem)
    })
    if (samples) this.samples = this.guarded(samples)
    this.pollTimer = setInterval(() => {
      void this.poll()
    }, READINGS_MS)
    this.store.change({ connection: 'idle', readings })
    link.onLost = (problem) => {
      this.giveUp(problem)
    }
    if (link.lost) this.giveUp(link.lost)
  }

  get state(): MicroscopeState {
    return this.store.current
  }

  onState(listener: (state: MicroscopeState) => void): () => void {
    return this.store.onState(listener)
  }

  async startPreview(
    { integrationTimeMs, laser }: PreviewOptions,
    onFrame: (frame: RawFrame) => void,
  ): Promise<void> {
    const laserPowerMilliwatts = laser?.powerMilliwatts ?? 0
    this.requireExposure(integrationTimeMs, laserPowerMilliwatts)
    if (laser) requireLaserPermission(laser.authorisation)

    await new Promise<void>((resolve, reject) => {
      let started = false
      const preview = { laser: laserPowerMilliwatts > 0, integrationTimeMs }
      this.runs
        .perform('preview', async (run) => {
          this.store.change({ preview })
          await measure(
            run,
            { integrationTimeMs, darkFrames: 0, accumulations: null, laserPowerMilliwatts },
            {
              ...this.measuring,
              onFrame: (frame) => {
                onFrame(this.raw(frame))
              },
              onStarted: () => {
                started = true
                resolve()
              },
            },
          )
        })
        .catch((error: unknown) => {
          if (!started) reject(asStokesError(error))
          else this.previewFailed(asStokesError(error))
        })
    })
  }

  stopPreview(): Promise<void> {
    return this.runs.end('preview', cancelled('The preview was ended.'))
  }

  async acquire({ plan, authorisation, signal, onFrame }: AcquireOptions): Promise<void> {
    const { integrationTimeMs, accumulations, darkFrames, laserPowerMilliwatts } = plan
    this.requireExposure(integrationTimeMs, laserPowerMilliwatts)
    requireWithin('The number of accumulations', accumulations, this.limits.accumulations)
    if (darkFrames > 0) requireWithin('The number of dark frames', darkFrames, this.limits.accumulations)
    if (laserPowerMilliwatts > 0) requireLaserPermission(authorisation)

    const recorded: Promise<void>[] = []
    await this.runs
      .perform('acquisition', async (run) => {
        const cancel = (): void => {
          run.stop(cancelled('The measurement was cancelled.'))
        }
        signal.addEventListener('abort', cancel, { once: true })
        if (signal.aborted) cancel()
        try {
          await measure(run, plan, {
            ...this.measuring,
            onFrame: (frame, kind) => {
              const recording = onFrame(this.raw(frame), kind)
              recorded.push(recording)
              recording.catch((error: unknown) => {
                run.stop(asStokesError(error))
              })
            },
          })
        } finally {
          signal.removeEventListener('abort', cancel)
        }
      })
      .finally(() => Promise.allSettled(recorded))
    await Promise.all(recorded)
  }

  async stopLaser(): Promise<void> {
    if (this.state.connection === 'disconnected') return
    await this.runs.stopAll(cancelled('The laser was stopped.'))
    if (this.state.problem && this.state.connection === 'error') throw this.state.problem
  }

  async close(): Promise<void> {
    if (this.state.connection === 'disconnected') return
    if (this.state.connection !== 'error')
      await this.runs.stopAll(cancelled('The instrument was disconnected.'))
    await this.release()
    this.store.change({ connection: 'disconnected', readings: null, preview: null })
  }

  private get measuring() {
    const { guard, clock } = this.connected
    return { guard, clock, state: this.store }
  }

  private raw(frame: DecodedFrame): RawFrame {
    return rawFrame(frame, this.identity.origin, this.connected.clock.timestamp())
  }

  private requireExposure(integrationTimeMs: number, powerMilliwatts: number): void {
    const { limits } = this
    requireWithin('The integration time', integrationTimeMs, limits.integrationTimeMs, 'ms')
    if (limits.laserPowerMilliwatts)
      requireWithin('The laser power', powerMilliwatts, limits.laserPowerMilliwatts, 'mW')
  }

  /** A sample that moves during a measurement would spoil it. */
  private guarded(samples: SimulatorSamples): NonNullable<Microscope['samples']> {
    const { runs } = this
    return {
      get selected() {
        return samples.selected
      },
      catalogue: samples.catalogue,
      select: async (name) => {
        runs.requireNoAcquisition()
        await samples.select(name)
      },
    }
  }

  private previewFailed(problem: StokesError): void {
    const ended = problem.code === 'acquisition.cancelled' || this.state.connection === 'error'
    if (!ended) this.store.change({ problem })
  }

  /** Keeps the readings of an idle instrument fresh. A laser that is found to emit then is nobody's: it goes off. */
  private async poll(): Promise<void> {
    if (this.polling || !this.runs.isIdle()) return
    this.polling = true
    try {
      const readings = await this.readPatiently()
      if (!this.runs.isIdle()) return
      this.store.change({ readings })
      if (readings.laserEmitting)
        await this.runs.stopAll(cancelled('The laser emitted without a measurement.'))
    } catch (error) {
      if (this.runs.isIdle()) this.giveUp(asStokesError(error))
    } finally {
      this.polling = false
    }
  }

  private async readPatiently(): Promise<DeviceReadings> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await readReadings(this.connected.link)
      } catch (error) {
        if (attempt === READING_ATTEMPTS || !this.runs.isIdle()) throw error
      }
    }
  }

  /** No way back from here but a new connection. The heartbeat ends, so the laser does too, if only by the watchdog. */
  private giveUp(problem: StokesError): void {
    if (['error', 'disconnected'].includes(this.state.connection)) return
    this.connected.link.send('SYST:ALL')
    this.store.change({ connection: 'error', problem, preview: null, readings: null })
    this.runs.abandon(problem)
    void this.release()
  }

  private async release(): Promise<void> {
    clearInterval(this.pollTimer)
    this.connected.stopHeartbeat()
    await this.connected.link.close()
  }
}
