import type { DeviceDescription } from '../../contract/device'
import { StokesError } from '../../contract/errors'
import type { DeviceIdentity } from '../../contract/frame'
import type { Microscope } from '../../devices/microscope'
import { isThere } from './deviceList'

interface AwaitedOptions {
  /** How it was connected to, and what it said of itself. */
  device: DeviceDescription
  identity: DeviceIdentity
  list: () => Promise<DeviceDescription[]>
  connect: (device: DeviceDescription) => Promise<Microscope>
}

/** The system gives the name of a pseudo-terminal that ended to the next program that asks, which is no microscope. */
const NAMES_OF_ANYBODY = /^\/dev\/pts\//

/**
 * An instrument that was lost and may come back: to the same port, or to another that the system knows by the same
 * maker and serial number. It is recognised by the serial number that it says itself.
 */
export class AwaitedInstrument {
  /** Where something else was found, until it is gone from there. */
  private readonly others = new Set<string>()

  constructor(private readonly options: AwaitedOptions) {}

  get serialNumber(): string {
    return this.options.identity.serialNumber
  }

  /**
   * It, connected and with its laser off; null where it is not there yet.
   *
   * @throws device.otherInstrument, once for each time that another one is found in its place
   */
  async lookFor(): Promise<{ device: DeviceDescription; microscope: Microscope } | null> {
    const { list, connect, identity } = this.options
    const present = (await list()).filter(({ path }) => isThere(path))
    for (const path of this.others)
      if (!present.some((device) => device.path === path)) this.others.delete(path)
    for (const device of present.filter((candidate) => this.mayBe(candidate))) {
      const microscope = await connect(device).catch(() => null)
      if (!microscope) continue
      const found = microscope.identity
      if (found.serialNumber === identity.serialNumber && found.origin === identity.origin)
        return { device, microscope }
      this.others.add(device.path)
      await microscope.close()
      throw otherInstrument(device.path, found.serialNumber, identity.serialNumber)
    }
    return null
  }

  private mayBe({ kind, path, detail }: DeviceDescription): boolean {
    const { device } = this.options
    if (kind !== device.kind || this.others.has(path) || NAMES_OF_ANYBODY.test(path)) return false
    return path === device.path || (detail !== null && detail === device.detail)
  }
}

function otherInstrument(path: string, found: string, lost: string): StokesError {
  return new StokesError(
    'device.otherInstrument',
    `What was plugged in at ${path} is ${found}, not ${lost}, which was lost. It is not used by itself.`,
    {
      tip: `Plug ${lost} in again, or connect ${found} if you mean it: it measures with a calibration of its own.`,
    },
  )
}
