import { readdir, readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { SerialPort } from 'serialport'

export interface SerialPortDescription {
  /** What to connect to. */
  path: string
  /** What the operating system knows of it: maker, serial number, USB ids; null where it knows nothing. */
  detail: string | null
}

/** Device names that can be an instrument's, on Linux and macOS. */
export const PORT_NAME = /^(tty(ACM|USB|AMA|S)\d+|rfcomm\d+|cu\..+)$/

/** Serial ports of this machine, those with a known maker first. Pseudo-terminals are not listed: they have no maker. */
export async function listSerialPorts(): Promise<SerialPortDescription[]> {
  // Where the tool that serialport asks (udevadm) is missing, the names alone are known.
  const ports = await (SerialPort.list() as Promise<ListedPort[]>).catch(scanDeviceFolder)
  const present = await Promise.all(ports.map(({ path }) => hasHardware(path)))
  return ports
    .filter((_, i) => present[i])
    .map((port) => ({ path: port.path, detail: describe(port) }))
    .sort((a, b) => Number(a.detail === null) - Number(b.detail === null) || a.path.localeCompare(b.path))
}

/** What serialport gives; its own type is not found by the compiler. */
interface ListedPort {
  path: string
  manufacturer?: string | undefined
  serialNumber?: string | undefined
  vendorId?: string | undefined
  productId?: string | undefined
}

async function scanDeviceFolder(): Promise<ListedPort[]> {
  const names = await readdir('/dev').catch(() => [])
  return names.filter((name) => PORT_NAME.test(name)).map((name) => ({ path: `/dev/${name}` }))
}

/** Linux has names for up to 32 UARTs that a board might have; the type of one that is not there is 0. */
async function hasHardware(path: string): Promise<boolean> {
  const name = basename(path)
  if (!/^ttyS\d+$/.test(name)) return true
  const type = await readFile(`/sys/class/tty/${name}/type`, 'latin1').catch(() => '0')
  return type.trim() !== '0'
}

function describe({ manufacturer, serialNumber, vendorId, productId }: ListedPort): string | null {
  const usb = vendorId && productId ? `USB ${vendorId}:${productId}` : undefined
  return [manufacturer, serialNumber, usb].filter(Boolean).join(' ') || null
}
