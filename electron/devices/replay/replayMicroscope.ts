import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeviceReadings, ExposureLimits, PreviewOptions } from '../../contract/device'
import { StokesError } from '../../contract/errors'
import type { DeviceIdentity, RawFrame } from '../../contract/frame'
import type { Clock } from '../../shared/clock'
import type { AcquireOptions, Microscope, MicroscopeState } from '../microscope'
import { MicroscopeStateStore } from '../microscopeStateStore'
import { requireWithin } from '../requireWithin'
import type { Recording } from './loadRecording'

/** What there is to read of a file. */
const READINGS: DeviceReadings = {
  laserEmitting: false,
  laserArmed: false,
  interlockClosed: true,
  shutterOpen: false,
  detectorTemperatureCelsius: null,
  laserTemperatureCelsius: null,
  watchdogTrips: 0,
}

interface Playing {
  kind: 'preview' | 'acquisition'
  stop: AbortController
  /** Resolves when the last frame was given. */
  ended: Promise<void>
}

/** Recorded spectra, played as if they were measured. Made by `openReplay`. */
export class ReplayMicroscope implements Microscope {
  readonly identity: DeviceIdentity
  readonly watchdogMs = 0
  readonly wavenumbers: Float64Array
  readonly limits: ExposureLimits
  private readonly store = new MicroscopeStateStore()
  private readonly openedAt: number
  private playing: Playing | null = null
  private played = 0

  constructor(
    path: string,
    private readonly recording: Recording,
    private readonly clock: Clock,
  ) {
    const { wavenumbers, exposures, excitationNanometres } = recording
    this.wavenumbers = wavenumbers
    this.openedAt = clock.monotonicMs()
    this.identity = {
      maker: 'recorded file',
      model: 'replay',
      serialNumber: basename(path),
      firmware: '',
      origin: 'replayed',
      pixels: wavenumbers.length,
      excitationNanometres,
      saturationCounts: null,
      badPixels: [],
    }
    this.limits = {
      integrationTimeMs: { min: 1, max: 60_000 },
      // No spectrum is ever taken for two.
      accumulations: { min: 1, max: exposures.length },
      laserPowerMilliwatts: null,
    }
    this.store.change({ connection: 'idle', readings: READINGS, problem: leftOutProblem(recording) })
  }

  get state(): MicroscopeState {
    return this.store.current
  }

  onState(listener: (state: MicroscopeState) => void): () => void {
    return this.store.onState(listener)
  }

  async startPreview(
    { integrationTimeMs }: PreviewOptions,
    onFrame: (frame: RawFrame) => void,
  ): Promise<void> {
    requireWithin('The integration time', integrationTimeMs, this.limits.integrationTimeMs, 'ms')
    while (this.playing) await this.endPreview(this.playing)
    this.requireOpen()
    this.store.change({ preview: { laser: false, integrationTimeMs } })
    this.play('preview', integrationTimeMs, Infinity, onFrame).catch(() => undefined)
  }

  async stopPreview(): Promise<void> {
    if (this.playing?.kind === 'preview') await this.endPreview(this.playing)
  }

  async acquire({ plan, signal, onFrame }: AcquireOptions): Promise<void> {
    const { integrationTimeMs, accumulations } = plan
    requireWithin('The integration time', integrationTimeMs, this.limits.integrationTimeMs, 'ms')
    requireWithin('The number of accumulations', accumulations, this.limits.accumulations)
    while (this.playing) await this.endPreview(this.playing)
    this.requireOpen()

    const recorded: Promise<void>[] = []
    const stop = (): void => {
      this.playing?.stop.abort()
    }
    const playing = this.play('acquisition', integrationTimeMs, accumulations, (frame) => {
      const recording = onFrame(frame, 'sample')
      recorded.push(recording)
      recording.catch(stop)
    })
    signal.addEventListener('abort', stop, { once: true })
    if (signal.aborted) stop()
    const [played] = await Promise.allSettled([playing])
    signal.removeEventListener('abort', stop)
    await Promise.all(recorded)
    if (played.status === 'rejected')
      throw new StokesError('acquisition.cancelled', 'The measurement was cancelled.')
  }

  async stopLaser(): Promise<void> {
    this.playing?.stop.abort()
    await this.playing?.ended
  }

  async close(): Promise<void> {
    await this.stopLaser()
    if (this.state.connection !== 'disconnected')
      this.store.change({ connection: 'disconnected', readings: null })
  }

  /** @throws acquisition.running where it is no preview */
  private async endPreview(playing: Playing): Promise<void> {
    if (playing.kind === 'acquisition') {
      throw new StokesError('acquisition.running', 'A measurement runs already.', {
        tip: 'Wait until it has finished, or cancel it.',
      })
    }
    playing.stop.abort()
    await playing.ended
  }

  private requireOpen(): void {
    if (this.state.connection === 'idle') return
    throw new StokesError('device.wrongState', 'The recording is closed.', { tip: 'Open it again.' })
  }

  /** Rejects when it is stopped. */
  private play(
    kind: Playing['kind'],
    integrationTimeMs: number,
    count: number,
    onFrame: (frame: RawFrame) => void,
  ): Promise<void> {
    const stop = new AbortController()
    const playing = this.playFrames(stop.signal, integrationTimeMs, count, onFrame).finally(() => {
      this.playing = null
      this.store.change({ connection: 'idle', preview: null })
    })
    this.playing = { kind, stop, ended: playing.catch(() => undefined) }
    this.store.change({ connection: 'acquiring', problem: null })
    return playing
  }

  private async playFrames(
    signal: AbortSignal,
    integrationTimeMs: number,
    count: number,
    onFrame: (frame: RawFrame) => void,
  ): Promise<void> {
    for (let i = 0; i < count; i++) {
      await wait(integrationTimeMs, undefined, { signal })
      onFrame(this.nextFrame(integrationTimeMs))
    }
  }

  private nextFrame(integrationTimeMs: number): RawFrame {
    const { clock, recording } = this
    const exposure = recording.exposures[this.played % recording.exposures.length]!
    this.played += 1
    return {
      sequence: this.played,
      deviceTimeMicroseconds: Math.round((clock.monotonicMs() - this.openedAt) * 1000),
      receivedAt: clock.timestamp(),
      integrationTimeMs: exposure.integrationTimeMs ?? integrationTimeMs,
      // The recorded exposure was lit; how strongly, the file does not say.
      laser: 'on',
      laserPowerMilliwatts: null,
      shutterOpen: true,
      detectorTemperatureCelsius: null,
      laserTemperatureCelsius: null,
      saturatedPixels: 0,
      droppedBefore: 0,
      origin: 'replayed',
      intensities: exposure.intensities.slice(),
    }
  }
}

function leftOutProblem({ leftOut, exposures }: Recording): StokesError | null {
  if (leftOut.length === 0) return null
  const named = leftOut.slice(0, 3).join(', ') + (leftOut.length > 3 ? ', …' : '')
  return new StokesError(
    'axis.mismatch',
    `${leftOut.length} files stand on another axis than the ${exposures.length} spectra that are replayed: ${named}.`,
    { tip: 'To replay them, open them by themselves.' },
  )
}
