import type { StokesError } from '../../contract/errors'
import type { UsbDevice } from './usbDevice'
import { usbOpeningProblem, usbTransferProblem } from './usbProblem'
import type { ControlSetup, UsbTransport } from './usbTransport'
import { withTimeout } from './withTimeout'

const CONFIGURATION = 1
const INTERFACE = 0
const OPEN_TIMEOUT_MS = 3_000
const CLOSE_TIMEOUT_MS = 1_000
/** The library keeps the time of a transfer itself; this is for one that it forgets. */
const GRACE_MS = 2_000
const CLEAR_TIMEOUT_MS = 1_000
const ENDPOINT_NUMBER = 0x7f
const NOTHING = new Uint8Array(0)

/**
 * Opens a device for this program alone.
 *
 * @throws device.noPermission, device.busy, device.notFound, device.unsupported
 */
export async function openNodeUsbTransport(
  path: string,
  device: UsbDevice,
  platform: NodeJS.Platform = process.platform,
): Promise<UsbTransport> {
  try {
    await withTimeout(open(device, platform), OPEN_TIMEOUT_MS)
  } catch (cause) {
    await device.close().catch(() => undefined)
    throw usbOpeningProblem(path, cause)
  }
  return new NodeUsbTransport(path, device)
}

/** Windows and macOS configure a device themselves; every system wants its interface claimed. */
async function open(device: UsbDevice, platform: NodeJS.Platform): Promise<void> {
  await device.open()
  if (platform === 'linux') await device.selectConfiguration(CONFIGURATION)
  await device.claimInterface(INTERFACE)
}

/**
 * A device is gone when a transfer says so: the library's own events can end the process, and come late. Whoever drives an
 * instrument asks it something several times a second.
 */
class NodeUsbTransport implements UsbTransport {
  private lost: StokesError | null = null
  private tellLoss: (problem: StokesError) => void = () => undefined
  private closed: Promise<void> | null = null

  constructor(
    readonly path: string,
    private readonly device: UsbDevice,
  ) {}

  async controlIn(setup: ControlSetup, length: number, timeoutMs: number): Promise<Uint8Array> {
    return this.transfer(`request 0x${setup.request.toString(16)}`, timeoutMs, () =>
      this.device.nativeControlTransferIn(vendorRequest(setup), timeoutMs, length),
    )
  }

  async controlOut(setup: ControlSetup, data: Uint8Array, timeoutMs: number): Promise<void> {
    await this.transfer(`request 0x${setup.request.toString(16)}`, timeoutMs, async () => {
      await this.device.nativeControlTransferOut(vendorRequest(setup), timeoutMs, data)
      return NOTHING
    })
  }

  async bulkIn(endpoint: number, length: number, timeoutMs: number): Promise<Uint8Array> {
    return this.transfer(`reading endpoint 0x${endpoint.toString(16)}`, timeoutMs, () =>
      this.device.nativeTransferIn(endpoint & ENDPOINT_NUMBER, timeoutMs, length),
    )
  }

  async clearHalt(endpoint: number): Promise<void> {
    await this.transfer(`clearing endpoint 0x${endpoint.toString(16)}`, CLEAR_TIMEOUT_MS, async () => {
      await this.device.clearHalt('in', endpoint & ENDPOINT_NUMBER)
      return NOTHING
    })
  }

  onLost(listener: (problem: StokesError) => void): void {
    this.tellLoss = listener
    if (this.lost) listener(this.lost)
  }

  close(): Promise<void> {
    this.closed ??= withTimeout(this.release(), CLOSE_TIMEOUT_MS).catch(() => undefined)
    return this.closed
  }

  private async release(): Promise<void> {
    await this.device.releaseInterface(INTERFACE).catch(() => undefined)
    await this.device.close()
  }

  private async transfer(
    what: string,
    timeoutMs: number,
    start: () => Promise<Uint8Array | null>,
  ): Promise<Uint8Array> {
    if (this.lost) throw this.lost
    try {
      const bytes = await withTimeout(start(), timeoutMs + GRACE_MS)
      if (!bytes) throw new Error('endpoint stalled')
      return bytes
    } catch (cause) {
      const problem = usbTransferProblem(this.path, what, cause)
      if (problem.code === 'device.unplugged' && !this.closed) this.lose(problem)
      throw problem
    }
  }

  private lose(problem: StokesError): void {
    if (this.lost) return
    this.lost = problem
    this.tellLoss(problem)
  }
}

function vendorRequest({ request, value, index }: ControlSetup) {
  return { requestType: 'vendor', recipient: 'device', request, value, index } as const
}
