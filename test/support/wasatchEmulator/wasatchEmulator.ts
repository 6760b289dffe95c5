import type { StokesError } from '../../../electron/contract/errors'
import { usbTransferProblem, usbUnplugged } from '../../../electron/devices/transport/usbProblem'
import type { ControlSetup, UsbTransport } from '../../../electron/devices/transport/usbTransport'
import { EmulatedEndpoint } from './emulatedEndpoint'
import { EmulatedLaser } from './emulatedLaser'
import { eepromImage, type Board } from './eepromImage'

/** What an exposure was, as the emulator knows it; its number is in the pixels of its frame. */
export interface Exposure {
  id: number
  beganMs: number
  integrationMs: number
  lit: 'none' | 'whole' | 'part'
}

/** What goes wrong with the next frame. */
export type FrameFault =
  | 'short'
  | 'packetShort'
  | 'long'
  | 'packetLong'
  | 'never'
  | 'stall'
  | 'flat'
  | 'saturated'
  | 'twice'
  | 'late'
  | 'withheld'
/** What goes wrong with the next control request. */
export type ControlFault = 'stall' | 'timeout' | 'shortAnswer' | 'garbage'

interface Options {
  /** Of half a second or more that a transfer is given, this part: so that tests need not wait for each time-out. */
  patience?: number
  /** How long a second of the instrument's watchdog and warning is. */
  secondMs?: number
  /** False: setting the watchdog again does not start its time afresh. */
  watchdogFeeds?: boolean
}

/** Pixels that carry the number of the exposure, its integration time and its light. */
export const TAG = { id: 10, integration: 11, lit: 12 }
const LIT = { none: 100, whole: 101, part: 102 }
const FORBIDDEN = [0xfe, 0xb5, 0xa2]
const GONE = new Error('controlTransfer error: device disconnected')

/** An instrument on a USB cable, as the host's library shows it. */
export class WasatchEmulator implements UsbTransport {
  readonly path = 'usb:24aa:emulated'
  readonly laser: EmulatedLaser
  readonly exposures: Exposure[] = []
  /** What the maker's protocol forbids, or Stokes must never send. */
  readonly violations: string[] = []
  readonly requests: ControlSetup[] = []
  closed = false
  /** The cable is pulled at this request. */
  unplugAtRequest = Infinity
  frameFault: FrameFault | null = null
  /** When a frame that was withheld is sent: during the exposure of this number, after this part of it. */
  release: { exposure: number; part: number } | null = null
  readonly controlFaults: ControlFault[] = []
  /** So many laser commands are taken and not carried out. */
  ignoreLaserCommands = 0
  /** So many readings of the laser enable are wrong. */
  wrongLaserReadings = 0
  ignoreSettings = 0
  adcSelected: number | null = null
  cooler = { enabled: false, setpoint: NaN }
  private integrationMs = 50
  private exposing = false
  private withheld: Uint8Array | null = null
  private readonly pages: Uint8Array[]
  private readonly endpoints: Map<number, EmulatedEndpoint>
  private readonly timers = new Set<NodeJS.Timeout>()
  private unplugged = false
  private lockedUp = false
  private tellLoss: (problem: StokesError) => void = () => undefined

  constructor(
    private readonly board: Board,
    private readonly options: Options = {},
  ) {
    const { secondMs = 1000, watchdogFeeds = true } = options
    this.laser = new EmulatedLaser(this.isXs, board.warningDelay, secondMs, watchdogFeeds)
    this.pages = eepromImage(board)
    const numbers = this.isArm || board.pixels !== 2048 ? [0x82] : [0x82, 0x86]
    this.endpoints = new Map(numbers.map((number) => [number, new EmulatedEndpoint()]))
  }

  get productId(): number {
    return this.board.productId
  }

  /** Something is still to come: an exposure goes on, or its frame is late. */
  get busy(): boolean {
    return this.timers.size > 0
  }

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    const fault = await this.control(setup, timeoutMs)
    const answer = this.answer(setup)
    if (fault === 'shortAnswer') return new Uint8Array(0)
    if (fault === 'garbage') return Uint8Array.from(answer, (byte) => 0xff - byte)
    return answer.subarray(0, length)
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<void> {
    const fault = await this.control(setup, timeoutMs)
    if (this.isArm && data.length !== 8) throw this.failure(setup, new Error('endpoint stalled'))
    if (fault === null) this.carryOut(setup, data)
  }

  async bulkIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array> {
    if (this.gone) throw usbUnplugged(this.path, GONE)
    const found = this.endpoints.get(endpoint)
    const reading = found
      ? found.read(length, this.shortened(timeoutMs))
      : Promise.reject(new Error('transferIn error: endpoint not found'))
    return reading.catch((cause: unknown) => {
      throw usbTransferProblem(this.path, `endpoint ${endpoint}`, cause)
    })
  }

  clearHalt(endpoint: number): Promise<void> {
    const found = this.endpoints.get(endpoint)
    if (found) found.stalled = false
    return Promise.resolve()
  }

  onLost(listener: (problem: StokesError) => void): void {
    this.tellLoss = listener
  }

  close(): Promise<void> {
    this.closed = true
    this.tellLoss = () => undefined
    for (const endpoint of this.endpoints.values()) endpoint.unplug()
    return Promise.resolve()
  }

  /** The cable is pulled. The instrument has a power supply of its own: what it does, it goes on doing. */
  unplug(): void {
    if (this.gone) return
    this.unplugged = true
    for (const endpoint of this.endpoints.values()) endpoint.unplug()
    this.tellLoss(usbUnplugged(this.path, GONE))
  }

  /** Bytes of a session that crashed. */
  leaveStaleBytes(count: number): void {
    this.endpoints.get(0x82)?.send(new Uint8Array(count).fill(7))
  }

  /** The next host finds it as this one left it. */
  plugIn(): void {
    this.unplugged = false
    this.unplugAtRequest = Infinity
    this.closed = false
  }

  stop(): void {
    this.laser.stop()
    for (const timer of this.timers) clearTimeout(timer)
  }

  private get isArm(): boolean {
    return this.board.productId === 0x4000
  }

  private get isXs(): boolean {
    return this.isArm && this.board.detector.startsWith('IMX')
  }

  private get gone(): boolean {
    return this.unplugged || this.closed
  }

  private shortened(timeoutMs: number): number {
    return timeoutMs < 500 ? timeoutMs : timeoutMs * (this.options.patience ?? 1)
  }

  /** One control transfer on the wire, and what goes wrong with it. */
  private async control(setup: ControlSetup, timeoutMs: number): Promise<ControlFault | null> {
    this.requests.push(setup)
    if (this.requests.length > this.unplugAtRequest) this.unplug()
    if (FORBIDDEN.includes(setup.request) || (setup.request === 0xff && setup.value === 0x02))
      this.violations.push(`forbidden request 0x${setup.request.toString(16)} 0x${setup.value.toString(16)}`)
    const fault = this.controlFaults.shift() ?? null
    await new Promise((resolve) => setImmediate(resolve))
    if (this.gone) throw this.failure(setup, GONE)
    if (fault === 'timeout' || this.lockedUp) {
      await new Promise((resolve) => setTimeout(resolve, this.shortened(timeoutMs)))
      throw this.failure(setup, new Error('controlTransfer error: transfer was cancelled'))
    }
    if (fault === 'stall') throw this.failure(setup, new Error('controlTransfer error: endpoint stalled'))
    return fault
  }

  private failure(setup: ControlSetup, cause: Error): StokesError {
    const problem = usbTransferProblem(this.path, `request 0x${setup.request.toString(16)}`, cause)
    if (problem.code === 'device.unplugged' && !this.closed) this.tellLoss(problem)
    return problem
  }

  private carryOut({ request, value, index }: ControlSetup, data: Uint8Array): void {
    const settings: Record<number, () => void> = {
      0xb2: () => (this.integrationMs = value + 65_536 * (index & 0xff)),
      0xbd: () => (this.laser.modulation.enabled = value === 1),
      0xc7: () => (this.laser.modulation.periodUs = this.wide(value, index, data)),
      0xdb: () => (this.laser.modulation.widthUs = this.wide(value, index, data)),
    }
    const setting = settings[request]
    if (setting) {
      if (this.ignoreSettings > 0) this.ignoreSettings -= 1
      else setting()
      return
    }
    switch (request) {
      case 0xad:
        this.expose()
        return
      case 0xbe:
        if (this.ignoreLaserCommands > 0) this.ignoreLaserCommands -= 1
        else this.laser.enable(value === 1)
        return
      case 0xff:
        if (value === 0x18 && this.isXs) this.laser.setWatchdog(index)
        return
      case 0xed:
        this.adcSelected = value
        return
      case 0xd6:
        if (Number.isNaN(this.cooler.setpoint)) this.violations.push('cooler on before its setpoint')
        this.cooler.enabled = value === 1
        return
      case 0xd8:
        this.cooler.setpoint = value
        return
      case 0xd2:
        if (this.isArm) this.violations.push('trigger source sent to ARM')
    }
  }

  /** 40 bits. Without their whole payload, the firmware locks up until it is switched off. */
  private wide(value: number, index: number, data: Uint8Array): number {
    if (data.length !== 8) {
      this.violations.push(`modulation with ${data.length} bytes of payload`)
      this.lockedUp = true
    }
    return value + 65_536 * index + 2 ** 32 * (data[0] ?? 0)
  }

  private answer({ request, value, index }: ControlSetup): Uint8Array {
    const { laser, board } = this
    const { modulation } = laser
    if (request === 0xff) {
      if (value === 0x01) return this.pages[index] ?? new Uint8Array(64).fill(0xff)
      if (value === 0x0d) return Uint8Array.of(Number(laser.emitting))
      if (value === 0x17) return Uint8Array.of(laser.watchdogSeconds >> 8, laser.watchdogSeconds & 0xff)
      return new Uint8Array(64)
    }
    switch (request) {
      case 0xbf:
        return least(this.integrationMs, 3)
      case 0xe2: {
        const wrong = this.wrongLaserReadings > 0
        if (wrong) this.wrongLaserReadings -= 1
        return Uint8Array.of(Number(laser.enabled !== wrong))
      }
      case 0xe3:
        return Uint8Array.of(Number(modulation.enabled))
      case 0xcb:
        return least(modulation.periodUs, 5)
      case 0xdc:
        return least(modulation.widthUs, 5)
      case 0xef:
        return Uint8Array.of(laser.interlockClosed ? (this.isXs ? 0x08 : 1) : 0)
      case 0x8b:
        return Uint8Array.of(board.warningDelay)
      case 0xd5:
        return least(this.adcSelected === 0 ? 2000 : 0, 2)
      case 0xd7:
        return Uint8Array.of(2500 >> 8, 2500 & 0xff)
      case 0xc5:
        return Uint8Array.of(0xe7, 0x01)
      case 0xc0:
        return Uint8Array.from(board.firmware).reverse()
      case 0xb4:
        return new Uint8Array(Buffer.from(board.fpga.padEnd(7)))
      default:
        return new Uint8Array(64)
    }
  }

  private expose(): void {
    if (this.exposing) this.violations.push('acquire during an exposure')
    const exposure: Exposure = {
      id: this.exposures.length + 1,
      beganMs: performance.now(),
      integrationMs: this.integrationMs,
      lit: 'none',
    }
    this.exposing = true
    this.exposures.push(exposure)
    const { withheld, release } = this
    if (withheld && release?.exposure === exposure.id) {
      this.after(exposure.integrationMs * release.part, () => {
        this.transmit(withheld, null)
      })
    }
    const fault = this.frameFault
    this.frameFault = null
    this.after(exposure.integrationMs, () => {
      this.readOut(exposure, fault)
    })
  }

  private readOut(exposure: Exposure, fault: FrameFault | null): void {
    this.exposing = false
    const lastedMs = performance.now() - exposure.beganMs
    const emittedMs = this.laser.emittedMs(exposure.beganMs, exposure.beganMs + lastedMs)
    exposure.lit = emittedMs === 0 ? 'none' : emittedMs > lastedMs - 0.01 ? 'whole' : 'part'
    const frame = this.frame(exposure, fault)
    if (fault === 'never') return
    if (fault === 'withheld') {
      this.withheld = frame
      return
    }
    if (fault === 'late') {
      this.after(350, () => {
        this.transmit(frame, null)
      })
      return
    }
    this.transmit(frame, fault)
    if (fault === 'twice') this.transmit(frame, null)
  }

  private transmit(frame: Uint8Array, fault: FrameFault | null): void {
    const parts = this.endpoints.size
    ;[...this.endpoints.values()].forEach((endpoint, i) => {
      const bytes = frame.slice((i * frame.length) / parts, ((i + 1) * frame.length) / parts)
      const last = i === parts - 1
      if (fault === 'stall' && last) endpoint.stall()
      else endpoint.send(last ? resized(bytes, fault) : bytes)
    })
  }

  private frame({ id, integrationMs, lit }: Exposure, fault: FrameFault | null): Uint8Array {
    const counts = new Uint16Array(this.board.pixels)
    for (let i = 0; i < counts.length; i++) counts[i] = 1000 + (i % 50)
    counts[TAG.id] = id
    counts[TAG.integration] = integrationMs & 0xffff
    counts[TAG.lit] = LIT[lit]
    if (fault === 'flat') counts.fill(500)
    if (fault === 'saturated') counts.fill(0xffff, 100, 200).fill(0xfffe, 200, 210)
    const bytes = new Uint8Array(2 * counts.length)
    for (const [i, count] of counts.entries()) bytes.set([count & 0xff, count >> 8], 2 * i)
    return bytes
  }

  private after(ms: number, work: () => void): void {
    const timer = setTimeout(() => {
      this.timers.delete(timer)
      work()
    }, ms)
    this.timers.add(timer)
  }
}

/** What is in a frame that the driver handed on. */
export function tagOf(counts: Float64Array): { id: number; integrationMs: number; lit: Exposure['lit'] } {
  const lit = (['none', 'whole', 'part'] as const).find((name) => LIT[name] === counts[TAG.lit])
  return { id: counts[TAG.id]!, integrationMs: counts[TAG.integration]!, lit: lit ?? 'part' }
}

function resized(bytes: Uint8Array, fault: FrameFault | null): Uint8Array {
  const change = { short: -6, packetShort: -512, long: 6, packetLong: 512 }[fault as string] ?? 0
  return change <= 0
    ? bytes.slice(0, bytes.length + change)
    : Uint8Array.from([...bytes, ...bytes.slice(0, change)])
}

function least(value: number, count: number): Uint8Array {
  return Uint8Array.from({ length: count }, (_, i) => Math.floor(value / 256 ** i) % 256)
}
