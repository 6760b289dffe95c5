import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { serialPortList } from './serialPortList'

it('asks what ports are only when one has come or gone, or is another one', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-ports-'))
  let asked = 0
  const list = serialPortList(folder, () => {
    asked += 1
    return Promise.resolve([{ path: `/dev/ttyACM${asked}`, detail: null }])
  })
  const first = await list()
  expect(await list()).toBe(first)
  expect(asked).toBe(1)
  writeFileSync(join(folder, 'random'), '')
  expect(await list()).toBe(first)
  writeFileSync(join(folder, 'ttyACM0'), '')
  expect(await list()).not.toBe(first)
  expect(await list()).toEqual([{ path: '/dev/ttyACM2', detail: null }])
  rmSync(join(folder, 'ttyACM0'))
  await list()
  expect(asked).toBe(3)
  rmSync(folder, { recursive: true })
})

it('asks each time where ports are no files', async () => {
  let asked = 0
  const list = serialPortList('/there is no such folder', () => {
    asked += 1
    return Promise.resolve([])
  })
  await list()
  await list()
  expect(asked).toBe(2)
})
