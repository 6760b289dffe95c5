import { existsSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { DeviceDescription, DeviceState, PreviewOptions } from '../../contract/device'
import { disconnected } from '../../contract/disconnected'
import { StokesError, toProblem, type ErrorCode } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import { laserStatus } from '../../devices/laserSafety/laserStatus'
import type { Microscope } from '../../devices/microscope'
import type { Clock } from '../../shared/clock'
import { inTurns } from '../../shared/inTurns'
import { AwaitedInstrument } from './awaitedInstrument'
import { Changes } from './changes'
import { describeDevice, DeviceList } from './deviceList'

/** How a microscope of each kind is reached; given by the composition root. */
export interface DeviceDrivers {
  listSerial(): Promise<{ path: string; detail: string | null }[]>
  connectScpi(path: string): Promise<Microscope>
  listUsb(): Promise<{ path: string; detail: string | null }[]>
  connectUsb(path: string): Promise<Microscope>
  openReplay(path: string): Promise<Microscope>
}

interface DeviceServiceOptions {
  drivers: DeviceDrivers
  /** Port of the virtual microscope; null where there is none. */
  virtualMicroscope: string | null
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
  clock: Clock
}

/** The virtual microscope may still be starting when it is asked for. */
const VIRTUAL_MICROSCOPE_START_MS = 10_000
/** How often an instrument that was lost is looked for. */
const LOOK_FOR_MS = 1_000
/** Losses after which an instrument that is back may be used as before. */
const LOSSES: readonly ErrorCode[] = ['device.unplugged', 'device.noAnswer']

/** The one microscope that is connected, and its state for all who watch. */
export class DeviceService {
  readonly state = new Changes<DeviceState>(disconnected)
  readonly list: DeviceList
  private microscope: Microscope | null = null
  private awaited: AwaitedInstrument | null = null
  private laserOffAt: string | null = null
  /** It may have emitted since it was last read back as off. */
  private mayEmit = false
  private stopListening: () => void = () => undefined
  /** Connecting and disconnecting come one after the other. */
  private readonly inTurn = inTurns()

  constructor(private readonly options: DeviceServiceOptions) {
    const { drivers, virtualMicroscope, port } = options
    this.list = new DeviceList({
      listSerial: () => drivers.listSerial(),
      listUsb: () => drivers.listUsb(),
      virtualMicroscope,
      port,
    })
  }

  async connect({ kind, path }: Pick<DeviceDescription, 'kind' | 'path'>): Promise<DeviceState> {
    return this.inTurn(async () => {
      await this.release()
      const device = await this.described(kind, path)
      this.setWithout({ connection: 'connecting', device })
      try {
        await this.untilThere(device)
        this.follow(device, await this.open(device))
      } catch (error) {
        this.setWithout({ connection: 'error', device, problem: toProblem(error) })
        throw error
      }
      return this.state.current
    })
  }

  async disconnect(): Promise<DeviceState> {
    return this.inTurn(async () => {
      await this.release()
      this.setWithout({})
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

  /** With what the system knows of it, by which it is found again where it comes back to another port. */
  private async described(kind: DeviceDescription['kind'], path: string): Promise<DeviceDescription> {
    const listed = kind === 'replay' ? [] : await this.list.now().catch(() => [])
    return listed.find((device) => device.kind === kind && device.path === path) ?? describeDevice(kind, path)
  }

  private async untilThere({ kind, path }: DeviceDescription): Promise<void> {
    if (kind !== 'virtual') return
    for (let waited = 0; !existsSync(path) && waited < VIRTUAL_MICROSCOPE_START_MS; waited += 50)
      await wait(50)
  }

  private open({ kind, path }: DeviceDescription): Promise<Microscope> {
    const { drivers } = this.options
    switch (kind) {
      case 'replay':
        return drivers.openReplay(path)
      case 'usb':
        return drivers.connectUsb(path)
      case 'serial':
      case 'virtual':
        return drivers.connectScpi(path)
    }
  }

  /** The state without an instrument. */
  private setWithout(changes: Partial<DeviceState>): void {
    this.state.set({ ...disconnected, laserOffAt: this.laserOffAt, ...changes })
  }

  private follow(device: DeviceDescription, microscope: Microscope): void {
    this.microscope = microscope
    const { identity, limits } = microscope
    this.mayEmit = true
    const refresh = () => {
      const { connection, readings, preview, problem } = microscope.state
      this.noteLaser(microscope)
      if (connection === 'error' && problem && LOSSES.includes(problem.code))
        this.awaitReturn(device, microscope)
      const { samples } = microscope
      this.state.set({
        device,
        identity,
        limits,
        connection,
        readings,
        laser: limits.laserPowerMilliwatts && laserStatus(identity, readings),
        laserOffAt: this.laserOffAt,
        awaited: this.awaited?.serialNumber ?? null,
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

  /** A driver is idle only when it has read its laser back as off. */
  private noteLaser({ state: { connection, readings }, limits }: Microscope): void {
    if (connection === 'armed' || readings?.laserEmitting) this.mayEmit = true
    if (!this.mayEmit || connection !== 'idle' || readings?.laserEmitting) return
    this.mayEmit = false
    if (limits.laserPowerMilliwatts) this.laserOffAt = this.options.clock.timestamp()
  }

  private awaitReturn(device: DeviceDescription, { identity }: Microscope): void {
    if (this.awaited) return
    this.awaited = new AwaitedInstrument({
      device,
      identity,
      list: () => this.list.now(),
      connect: (candidate) => this.open(candidate),
    })
    void this.lookFor(this.awaited)
  }

  /** Until it is back, or somebody connects to something else. Nothing fires by itself. */
  private async lookFor(awaited: AwaitedInstrument): Promise<void> {
    while (this.awaited === awaited) {
      await wait(LOOK_FOR_MS)
      await this.inTurn(async () => {
        if (this.awaited !== awaited) return
        try {
          const found = await awaited.lookFor()
          if (!found) return
          await this.release()
          this.follow(found.device, found.microscope)
        } catch (error) {
          this.state.set({ ...this.state.current, problem: toProblem(error) })
        }
      })
    }
  }

  private async release(): Promise<void> {
    const { microscope } = this
    this.microscope = null
    this.awaited = null
    this.stopListening()
    if (!microscope) return
    this.stopListening = microscope.onState(() => {
      this.noteLaser(microscope)
    })
    await microscope.close()
    this.stopListening()
  }
}
