import type { DeviceReadings, ExposureLimits, PreviewOptions } from '../contract/device'
import { StokesError } from '../contract/errors'
import type { DeviceIdentity, RawFrame } from '../contract/frame'
import type { Clock } from '../shared/clock'
import { asStokesError } from './asStokesError'
import type { Driver } from './driver'
import { requireLaserPermission } from './laserPermission'
import type { AcquireOptions, Microscope, MicroscopeState } from './microscope'
import { MicroscopeStateStore } from './microscopeStateStore'
import { requireWithin } from './requireWithin'
import type { Run } from './run'
import { cancelled, RunKeeper } from './runKeeper'

interface Connected<R extends Run> {
  driver: Driver<R>
  identity: DeviceIdentity
  wavenumbers: Float64Array
  limits: ExposureLimits
  clock: Clock
  readings: DeviceReadings
  samples?: NonNullable<Microscope['samples']> | null
  simulator?: NonNullable<Microscope['simulator']> | null
}

/** Readings of an idle instrument are taken this often. */
const POLL_MS = 250
/** Readings are asked for this often before an idle instrument is given up; it may be slow for a few seconds. */
const READING_ATTEMPTS = 3

/**
 * An instrument with a laser, whatever it speaks: one run at a time, laser off after each and in every way out, readings
 * while it is idle. Made by `connectScpiMicroscope` and `connectWasatchMicroscope`.
 */
export class InstrumentMicroscope<R extends Run> implements Microscope {
  readonly identity: DeviceIdentity
  readonly wavenumbers: Float64Array
  readonly limits: ExposureLimits
  readonly samples?: NonNullable<Microscope['samples']>
  readonly simulator?: NonNullable<Microscope['simulator']>
  readonly readRegisters?: NonNullable<Microscope['readRegisters']>
  private readonly store = new MicroscopeStateStore()
  private readonly runs: RunKeeper<R>
  private readonly pollTimer: NodeJS.Timeout
  private polling = false

  constructor(private readonly connected: Connected<R>) {
    const { driver, samples, simulator, readings } = connected
    this.identity = connected.identity
    this.wavenumbers = connected.wavenumbers
    this.limits = connected.limits
    this.runs = new RunKeeper(driver, this.store, (problem) => {
      this.giveUp(problem)
    })
    if (samples) this.samples = this.guarded(samples)
    if (simulator) this.simulator = simulator
    const readRegisters = driver.readRegisters?.bind(driver)
    if (readRegisters) this.readRegisters = readRegisters
    this.pollTimer = setInterval(() => {
      void this.poll()
    }, POLL_MS)
    this.store.change({ connection: 'idle', readings })
    driver.onLost((problem) => {
      this.giveUp(problem)
    })
  }

  get watchdogMs(): number {
    return this.connected.driver.watchdogMs
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
          await this.connected.driver.measure(
            run,
            { integrationTimeMs, darkFrames: 0, accumulations: null, laserPowerMilliwatts },
            {
              ...this.measuring,
              onFrame,
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
          await this.connected.driver.measure(run, plan, {
            ...this.measuring,
            onFrame: (frame, kind) => {
              const recording = onFrame(frame, kind)
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
    return { clock: this.connected.clock, state: this.store }
  }

  private requireExposure(integrationTimeMs: number, powerMilliwatts: number): void {
    const { limits } = this
    requireWithin('The integration time', integrationTimeMs, limits.integrationTimeMs, 'ms')
    if (powerMilliwatts === 0) return
    if (!limits.laserPowerMilliwatts) throw noLaser()
    requireWithin('The laser power', powerMilliwatts, limits.laserPowerMilliwatts, 'mW')
  }

  /** A sample that moves during a measurement would spoil it. */
  private guarded(samples: NonNullable<Microscope['samples']>): NonNullable<Microscope['samples']> {
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
        return await this.connected.driver.readReadings()
      } catch (error) {
        if (attempt === READING_ATTEMPTS || !this.runs.isIdle()) throw error
      }
    }
  }

  /** No way back from here but a new connection. The heartbeat ends, so the laser does too, if only by the watchdog. */
  private giveUp(problem: StokesError): void {
    if (['error', 'disconnected'].includes(this.state.connection)) return
    this.connected.driver.dropLaser()
    this.store.change({ connection: 'error', problem, preview: null, readings: null })
    this.runs.abandon(problem)
    void this.release()
  }

  private async release(): Promise<void> {
    clearInterval(this.pollTimer)
    await this.connected.driver.release()
  }
}

function noLaser(): StokesError {
  return new StokesError('device.unsupported', 'This instrument has no laser that Stokes can control.', {
    tip: 'Measure with a laser power of 0 mW.',
  })
}
