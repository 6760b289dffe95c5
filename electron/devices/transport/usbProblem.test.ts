import { expect, it } from 'vitest'
import { usbOpeningProblem, usbTransferProblem } from './usbProblem'

// The texts are those of usb 3.1 (nusb 0.2).
it.each([
  ['open error: permission denied (errno 13)', 'device.noPermission'],
  ['claimInterface error: interface is busy (errno 16)', 'device.busy'],
  ['selectConfiguration error: device is busy (errno 16)', 'device.busy'],
  ['open error: device not found (errno 2)', 'device.notFound'],
  ['open error: device disconnected', 'device.notFound'],
  ['open error: unsupported driver', 'device.unsupported'],
  ['open error: failed to open device (errno 5)', 'device.notFound'],
])('%s', (text, code) => {
  expect(usbOpeningProblem('usb:x', new Error(text))).toMatchObject({
    code,
    tip: expect.any(String) as unknown,
  })
})

it('a Linux user who may not open it is told of the udev rule', () => {
  const { tip } = usbOpeningProblem('usb:x', new Error('open error: permission denied (errno 13)'))
  expect(tip).toContain(process.platform === 'win32' ? 'WinUSB' : '70-stokes-usb.rules')
})

it.each([
  ['transferIn error: Cancelled', 'device.noAnswer'],
  ['controlTransferIn error: transfer was cancelled', 'device.noAnswer'],
  ['not done within 3000 ms', 'device.noAnswer'],
  ['controlTransferOut error: endpoint stalled', 'device.refused'],
  ['transferIn error: Stall', 'device.refused'],
  ['transferIn error: Disconnected', 'device.unplugged'],
  ['controlTransferIn error: device disconnected', 'device.unplugged'],
  ['controlTransferIn error: invalid state', 'device.unplugged'],
  ['transferIn error: Fault', 'device.garbled'],
  ['transferIn error: endpoint not found', 'device.garbled'],
  ['transferIn error: Unknown(75)', 'device.garbled'],
])('%s', (text, code) => {
  expect(usbTransferProblem('usb:x', 'reading', new Error(text))).toMatchObject({ code })
})
