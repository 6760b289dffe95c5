import { loadUsb } from './loadUsb'
import type { UsbDevice } from './usbDevice'

/** A device on the bus, as far as it tells without being opened. */
interface UsbDescription {
  /** What to connect to: `usb:24aa:4000:SERIAL`, or `usb:24aa:1000@1-2.3`, its place on the bus, where it has no serial number. */
  path: string
  vendorId: number
  productId: number
  product: string | null
  device: UsbDevice
}

/**
 * The USB devices of this computer that `wanted` picks.
 *
 * @throws device.unsupported where the library does not load; what the library throws where there is no USB
 */
export async function findUsbDevices(
  wanted: (ids: { vendorId: number; productId: number }) => boolean,
): Promise<UsbDescription[]> {
  const usb = await loadUsb()
  const devices: UsbDevice[] = await usb.getDevices()
  return devices.filter(wanted).map((device) => ({
    path: pathOf(device),
    vendorId: device.vendorId,
    productId: device.productId,
    product: tell(() => device.productName),
    device,
  }))
}

function pathOf(device: UsbDevice): string {
  const ids = [device.vendorId, device.productId].map((id) => id.toString(16).padStart(4, '0')).join(':')
  const serialNumber = tell(() => device.serialNumber)
  return serialNumber ? `usb:${ids}:${serialNumber}` : `usb:${ids}@${device.bus}-${device.ports.join('.')}`
}

/** What the system has not read already the library asks the device for, which may be refused. */
function tell(read: () => string | null | undefined): string | null {
  try {
    return read()?.trim() || null
  } catch {
    return null
  }
}
