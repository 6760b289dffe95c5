import { existsSync } from 'node:fs'
import { basename } from 'node:path'
import type { DeviceDescription } from '../../contract/device'

interface DeviceListOptions {
  listSerial: () => Promise<{ path: string; detail: string | null }[]>
  listUsb: () => Promise<{ path: string; detail: string | null }[]>
  /** Port of the virtual microscope; null where there is none. */
  virtualMicroscope: string | null
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
}

/** How often is looked while somebody watches: soon enough for a person who plugs a cable in. */
const LOOK_MS = 1_500

/** What a person can connect to, as it comes and goes. */
export class DeviceList {
  private readonly listeners = new Set<(devices: DeviceDescription[]) => void>()
  private timer: NodeJS.Timeout | undefined
  private told = ''

  constructor(private readonly options: DeviceListOptions) {}

  async now(): Promise<DeviceDescription[]> {
    const { virtualMicroscope, port, listSerial, listUsb } = this.options
    const [listed, usb] = await Promise.all([listSerial(), listUsb()])
    const given = port !== null && isThere(port) && !listed.some(({ path }) => path === port)
    const serial = given ? [{ path: port, detail: 'given at the start' }, ...listed] : listed
    return [
      ...(virtualMicroscope ? [describeDevice('virtual', virtualMicroscope)] : []),
      ...usb.map(({ path, detail }) => ({ ...describeDevice('usb', path), detail })),
      ...serial.map(({ path, detail }) => ({ ...describeDevice('serial', path), detail })),
    ]
  }

  /** Tells the list now, and again whenever it changes; returns how to stop. */
  watch(listener: (devices: DeviceDescription[]) => void): () => void {
    this.listeners.add(listener)
    this.told = ''
    void this.look()
    this.timer ??= setInterval(() => void this.look(), LOOK_MS)
    return () => {
      this.listeners.delete(listener)
      if (this.listeners.size > 0) return
      clearInterval(this.timer)
      this.timer = undefined
    }
  }

  private async look(): Promise<void> {
    const devices = await this.now().catch(() => null)
    const found = JSON.stringify(devices)
    if (!devices || found === this.told) return
    this.told = found
    for (const listener of this.listeners) listener(devices)
  }
}

/** A port that is a file is there while its file is; of another (`COM3`) nothing is known. */
export function isThere(path: string): boolean {
  return !path.startsWith('/') || existsSync(path)
}

export function describeDevice(kind: DeviceDescription['kind'], path: string): DeviceDescription {
  const labels = {
    virtual: 'Virtual microscope',
    serial: path,
    usb: 'Wasatch Photonics',
    replay: basename(path),
  }
  const details = { virtual: 'Simulated: no laser, no patient', serial: null, usb: null, replay: path }
  return { kind, path, label: labels[kind], detail: details[kind] }
}
