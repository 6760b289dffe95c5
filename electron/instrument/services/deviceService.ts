import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeviceDescription, DeviceState, PreviewOptions } from '../../contract/device'
import { disconnected } from '../../contract/disconnected'
import { StokesError, toProblem } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { Microscope } from '../../devices/microscope'
import { Changes } from './changes'

/** How a microscope of each kind is reached; given by the composition root. */
export interface DeviceDrivers {
  listSerial(): Promise<{ path: string; detail: string | null }[]>
  connectScpi(path: string): Promise<Microscope>
  openReplay(path: string): Promise<Microscope>
}

interface DeviceServiceOptions {
  drivers: DeviceDrivers
  /** Port of the virtual microscope; null where there is none. */
  virtualMicroscope: string | null
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
}

/** The virtual microscope may still be starting when it is asked for. */
const VIRTUAL_MICROSCOPE_START_MS = 10_000

/** The one microscope that is connected, and its state for all who watch. */
export class DeviceService {
  readonly state = new Changes<DeviceState>(disconnected)
  private microscope: Microscope | null = null
  private stopListening: () => void = () => undefined
  /** Connecting and disconnecting come one after the other. */
  private turn: Promise<unknown> = Promise.resolve()

  constructor(private readonly options: DeviceServiceOptions) {}

  async list(): Promise<DeviceDescription[]> {
    const { virtualMicroscope, port, drivers } = this.options
    const listed = await drivers.listSerial()
    const given = port !== null && !listed.some(({ path }) => path === port)
    const serial = given ? [{ path: port, detail: 'given at the start' }, ...listed] : listed
    return [
      ...(virtualMicroscope ? [this.describe('virtual', virtualMicroscope)] : []),
      ...serial.map(({ path, detail }) => ({ ...this.describe('serial', path), detail })),
    ]
  }

  async connect({ kind, path }: Pick<DeviceDescription, 'kind' | 'path'>): Promise<DeviceState> {
    return this.inTurn(async () => {
      await this.release()
      const device = this.describe(kind, path)
      this.state.set({ ...disconnected, connection: 'connecting', device })
      try {
        this.follow(device, await this.open(kind, path))
      } catch (error) {
        this.state.set({ ...disconnected, connection: 'error', device, problem: toProblem(error) })
        throw error
      }
      return this.state.current
    })
  }

  async disconnect(): Promise<DeviceState> {
    return this.inTurn(async () => {
      await this.release()
      this.state.set(disconnected)
      return this.state.current
    })
  }

  /** @throws device.wrongState when none is connected */
  connected(): Microscope {
    const { microscope } = this
    if (!microscope || microscope.state.connection === 'error') {
      throw new StokesError('device.wrongState', 'No instrument is connected.', {
        tip: 'Connect an instrument, or the virtual microscope, first.',
      })
    }
    return microscope
  }

  async startPreview(options: PreviewOptions, onFrame: (frame: RawFrame) => void): Promise<void> {
    await this.connected().startPreview(options, onFrame)
  }

  async stopPreview(): Promise<void> {
    await this.microscope?.stopPreview()
  }

  async stopLaser(): Promise<void> {
    await this.microscope?.stopLaser()
  }

  async selectSample(name: string): Promise<void> {
    const { samples } = this.connected()
    if (!samples) {
      throw new StokesError('device.unsupported', 'Only the virtual microscope lets a sample be selected.', {
        tip: 'Put the sample under the objective.',
      })
    }
    await samples.select(name)
    this.refresh()
  }

  private describe(kind: DeviceDescription['kind'], path: string): DeviceDescription {
    const labels = { virtual: 'Virtual microscope', serial: path, replay: basename(path) }
    const details = { virtual: 'Simulated: no laser, no patient', serial: null, replay: path }
    return { kind, path, label: labels[kind], detail: details[kind] }
  }

  private async open(kind: DeviceDescription['kind'], path: string): Promise<Microscope> {
    if (kind === 'replay') return this.options.drivers.openReplay(path)
    if (kind === 'virtual') {
      for (let waited = 0; !existsSync(path) && waited < VIRTUAL_MICROSCOPE_START_MS; waited += 50)
        await wait(50)
    }
    return this.options.drivers.connectScpi(path)
  }

  private follow(device: DeviceDescription, microscope: Microscope): void {
    this.microscope = microscope
    const { identity, limits } = microscope
    const refresh = () => {
      const { connection, readings, preview, problem } = microscope.state
      const { samples } = microscope
      this.state.set({
        device,
        identity,
        limits,
        connection,
        readings,
        preview,
        problem: problem && toProblem(problem),
        sample: samples ? { selected: samples.selected, catalogue: samples.catalogue } : null,
      })
    }
    this.refresh = refresh
    this.stopListening = microscope.onState(refresh)
    refresh()
  }

  private refresh: () => void = () => undefined

  private async release(): Promise<void> {
    const { microscope } = this
    this.microscope = null
    this.stopListening()
    await microscope?.close()
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const result = this.turn.then(work)
    this.turn = result.catch(() => undefined)
    return result
  }
}
