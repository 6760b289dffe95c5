import { StokesError } from '../../contract/errors'
import { loadUsb } from './loadUsb'
import type { UsbDevice } from './usbDevice'

/** A device on the bus, as far as it tells without being opened. */
interface UsbDescription {
  /** What to connect to: `usb:24aa:4000:SERIAL`, or `usb:24aa:1000@1-2.3`, its place on the bus, where it has no serial number. */
  path: string
  productId: number
  product: string | null
  device: UsbDevice
}

interface Names {
  serialNumber: string | null
  product: string | null
}

/** By handle, which is new each time that a device is plugged in. What the system does not know is asked of the device, once. */
const known = new Map<string, Names>()

/**
 * The USB devices of this computer that `wanted` picks.
 *
 * @throws device.unsupported where the library does not load, or there is no USB
 */
export async function findUsbDevices(
  wanted: (ids: { vendorId: number; productId: number }) => boolean,
): Promise<UsbDescription[]> {
  const usb = await loadUsb()
  const devices: UsbDevice[] = await usb.getDevices().catch((cause: unknown) => {
    throw new StokesError(
      'device.unsupported',
      `The USB devices of this computer cannot be listed: ${(cause as Error).message}.`,
      { cause, tip: 'Use an instrument on a serial port, or a computer with USB.' },
    )
  })
  return devices.filter(wanted).map((device) => {
    const { serialNumber, product } = namesOf(device)
    return { path: pathOf(device, serialNumber), productId: device.productId, product, device }
  })
}

function namesOf(device: UsbDevice): Names {
  const names = known.get(device.handle) ?? {
    serialNumber: tell(() => device.serialNumber),
    product: tell(() => device.productName),
  }
  known.set(device.handle, names)
  return names
}

function pathOf({ vendorId, productId, bus, ports }: UsbDevice, serialNumber: string | null): string {
  const ids = [vendorId, productId].map((id) => id.toString(16).padStart(4, '0')).join(':')
  return serialNumber ? `usb:${ids}:${serialNumber}` : `usb:${ids}@${bus}-${ports.join('.')}`
}

/** A device that is asked may refuse. */
function tell(read: () => string | null | undefined): string | null {
  try {
    return read()?.trim() || null
  } catch {
    return null
  }
}
