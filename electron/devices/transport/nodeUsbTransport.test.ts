import { beforeEach, describe, expect, it } from 'vitest'
import { openNodeUsbTransport } from './nodeUsbTransport'
import type { UsbDevice } from './usbDevice'

/** A device of the library: its calls are written down, and what they give is set by the test. */
class RecordedDevice implements UsbDevice {
  readonly vendorId = 0x24aa
  readonly productId = 0x1000
  readonly handle = 'x'
  readonly bus = '1'
  readonly ports = [2]
  readonly calls: string[] = []
  failing: Record<string, string> = {}

  private call<T>(name: string, given: unknown[], result: T): Promise<T> {
    this.calls.push([name, ...given].map(String).join(' '))
    const failure = this.failing[name]
    return failure ? Promise.reject(new Error(failure)) : Promise.resolve(result)
  }
  open = () => this.call('open', [], undefined)
  close = () => this.call('close', [], undefined)
  selectConfiguration = (value: number) => this.call('select', [value], undefined)
  claimInterface = (number: number) => this.call('claim', [number], undefined)
  releaseInterface = (number: number) => this.call('release', [number], undefined)
  clearHalt = (direction: string, number: number) => this.call('clearHalt', [direction, number], undefined)
  nativeControlTransferIn: UsbDevice['nativeControlTransferIn'] = (setup, timeoutMs, length) =>
    this.call('in', [Object.values(setup).join(), timeoutMs, length], Uint8Array.of(1, 2))
  nativeControlTransferOut: UsbDevice['nativeControlTransferOut'] = (setup, timeoutMs, data) =>
    this.call('out', [Object.values(setup).join(), timeoutMs, data], data.length)
  nativeTransferIn: UsbDevice['nativeTransferIn'] = (endpoint, timeoutMs, length) =>
    this.call('bulk', [endpoint, timeoutMs, length], Uint8Array.of(3))
}

let device: RecordedDevice
beforeEach(() => (device = new RecordedDevice()))
const open = (platform: NodeJS.Platform = 'linux') => openNodeUsbTransport('usb:x', device, platform)

describe('opening', () => {
  it('configures on Linux alone, and claims everywhere', async () => {
    await open('linux')
    await open('win32')
    await open('darwin')
    expect(device.calls).toEqual(['open', 'select 1', 'claim 0', 'open', 'claim 0', 'open', 'claim 0'])
  })

  it('lets go of what it could not claim', async () => {
    device.failing = { claim: 'claimInterface error: interface is busy (errno 16)' }
    await expect(open()).rejects.toMatchObject({ code: 'device.busy' })
    expect(device.calls.at(-1)).toBe('close')
  })
})

describe('transfers', () => {
  it('are vendor requests to the device, and reads of an endpoint by its number', async () => {
    const transport = await open()
    device.calls.length = 0
    expect(await transport.controlIn({ request: 0xe2, value: 1, index: 2 }, 64, 500)).toEqual(
      Uint8Array.of(1, 2),
    )
    await transport.controlOut({ request: 0xbe, value: 0, index: 0 }, Uint8Array.of(9), 600)
    expect(await transport.bulkIn(0x86, 2048, 700)).toEqual(Uint8Array.of(3))
    await transport.clearHalt(0x82)
    expect(device.calls).toEqual([
      'in vendor,device,226,1,2 500 64',
      'out vendor,device,190,0,0 600 9',
      'bulk 6 700 2048',
      'clearHalt in 2',
    ])
  })

  it('tell of a loss once, and fail from then on', async () => {
    const transport = await open()
    const losses: string[] = []
    transport.onLost(({ code }) => losses.push(code))
    device.failing = { bulk: 'transferIn error: Disconnected' }
    await expect(transport.bulkIn(0x82, 2048, 10)).rejects.toMatchObject({ code: 'device.unplugged' })
    device.failing = {}
    await expect(transport.bulkIn(0x82, 2048, 10)).rejects.toMatchObject({ code: 'device.unplugged' })
    expect(losses).toEqual(['device.unplugged'])
    const late: string[] = []
    transport.onLost(({ code }) => late.push(code))
    expect(late).toEqual(['device.unplugged'])
  })

  it('that take too long are no loss', async () => {
    const transport = await open()
    let lost = false
    transport.onLost(() => (lost = true))
    device.failing = { in: 'controlTransferIn error: transfer was cancelled' }
    await expect(transport.controlIn({ request: 1, value: 0, index: 0 }, 1, 10)).rejects.toMatchObject({
      code: 'device.noAnswer',
    })
    expect(lost).toBe(false)
  })
})

it('closing releases the interface, once, and never throws', async () => {
  const transport = await open()
  device.failing = { release: 'releaseInterface error: not claimed', close: 'close error' }
  await Promise.all([transport.close(), transport.close()])
  expect(device.calls.slice(3)).toEqual(['release 0', 'close'])
})
