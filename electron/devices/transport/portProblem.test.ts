import { expect, it } from 'vitest'
import { openingProblem } from './portProblem'

// The texts are those of serialport 13 on Linux and Windows.
it.each([
  ['Error: No such file or directory, cannot open /dev/nope', 'device.notFound'],
  ['Error: Permission denied, cannot open /dev/ttyACM0', 'device.noPermission'],
  ['Error Resource temporarily unavailable Cannot lock port', 'device.busy'],
  ['Error: Device or resource busy, cannot open /dev/ttyACM0', 'device.busy'],
  ['Opening COM3: Access denied', 'device.busy'],
  ['Opening COM9: File not found', 'device.notFound'],
  ['Error: Inappropriate ioctl for device setting custom baud rate of 921600', 'device.notFound'],
])('%s', (text, code) => {
  const problem = openingProblem('/dev/x', new Error(text))
  expect(problem).toMatchObject({ code, tip: expect.any(String) as unknown })
  expect(problem.message).toContain('/dev/x')
})
