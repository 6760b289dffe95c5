import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { graphicsPath } from './graphicsPath'

let devices: string
beforeEach(() => {
  devices = mkdtempSync(join(tmpdir(), 'stokes-devices-'))
})
afterEach(() => {
  rmSync(devices, { recursive: true })
})

it.each([
  ['dri/renderD128', true],
  ['nvidiactl', true],
  // A display without a GPU behind it.
  ['dri/card0', false],
])('with %s alone: accelerated %s', (device, accelerated) => {
  mkdirSync(join(devices, 'dri'))
  writeFileSync(join(devices, device), '')
  expect(graphicsPath('linux', devices)).toEqual({
    accelerated,
    reason: expect.stringContaining(join(devices, accelerated ? device : 'nvidiactl')) as string,
  })
})

it('paints with the CPU where Linux shows no device at all', () => {
  expect(graphicsPath('linux', devices).accelerated).toBe(false)
})

it('leaves it to the system elsewhere', () => {
  expect(graphicsPath('win32', devices).accelerated).toBe(true)
  expect(graphicsPath('darwin', devices).accelerated).toBe(true)
})
