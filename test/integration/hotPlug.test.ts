import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { DeviceDescription } from '../../electron/contract/device'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { DeviceService } from '../../electron/instrument/services/deviceService'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { AUTHORISATION, measureFrames, until, type Measured } from '../support/measurements'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

/* A cable is a link to the port of a virtual microscope: pulled with it, and plugged in again with the next. */

let program: Program
let folder: string
let cable: string
let simulator: SimulatorProcess
let devices: DeviceService
let listed: { path: string; detail: string | null }[]

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
})
afterAll(async () => {
  await program.remove()
})
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'stokes-hot-plug-'))
  cable = join(folder, 'cable')
  listed = []
  devices = new DeviceService({
    drivers: {
      listSerial: () => Promise.resolve(listed),
      listUsb: () => Promise.resolve([]),
      connectUsb: () => Promise.reject(new Error('there is no USB here')),
      connectScpi: (path) => connectScpiMicroscope({ path, clock: systemClock }),
      openReplay: () => Promise.reject(new Error('no file here')),
    },
    virtualMicroscope: null,
    port: cable,
    clock: systemClock,
  })
  await plugIn(7)
  await devices.connect({ kind: 'serial', path: cable })
})
afterEach(async () => {
  await devices.disconnect()
  await simulator.stop()
  rmSync(folder, { recursive: true, force: true })
})

async function plugIn(seed: number, link = cable): Promise<void> {
  simulator = await startSimulatorProcess(program, '--seed', String(seed), '--pixels', '512', '--link', link)
}
async function pull(): Promise<void> {
  simulator.process.kill('SIGKILL')
  await until(() => state().connection === 'error')
  // A process that is killed leaves its link.
  rmSync(cable, { force: true })
}
const state = () => devices.state.current
const emits = () => simulator.emission().at(-1)?.offUs === null
const back = () => until(() => state().connection === 'idle', 8_000)
const measure = (plan: Parameters<typeof measureFrames>[1]) =>
  measureFrames(devices.connected(), plan).then(
    (frames) => ({ frames, error: null }),
    (error: unknown) => ({ frames: [] as Measured[], error }),
  )

const preview = () => {
  const laser = { authorisation: AUTHORISATION, powerMilliwatts: 20 }
  return devices.startPreview({ integrationTimeMs: 30, laser }, () => undefined)
}

describe('an instrument whose cable is pulled', () => {
  const moments: [string, () => Promise<unknown>, () => Promise<void>][] = [
    ['while it is idle', () => Promise.resolve({ error: null }), () => wait(50)],
    [
      'in a dark frame',
      () => measure({ integrationTimeMs: 3_000 }),
      () => until(() => state().connection === 'acquiring'),
    ],
    ['while its laser fires', () => measure({ integrationTimeMs: 3_000, darkFrames: 0 }), () => until(emits)],
    ['in a live view that fires', () => preview().catch((error: unknown) => ({ error })), () => until(emits)],
  ]
  it.each(moments)(
    '%s is said to be lost, and is used again when it is back',
    async (_name, begin, moment) => {
      const running = begin()
      await moment()
      await pull()
      const ended = (await running) as { error: unknown } | undefined
      if (ended?.error) expect(ended.error).toMatchObject({ code: 'device.unplugged' })
      expect(state()).toMatchObject({
        problem: { code: 'device.unplugged' },
        awaited: 'VM00000007',
        laser: { state: 'unknown', watchdog: 'firmware' },
        preview: null,
      })
      expect(() => devices.connected()).toThrow(expect.objectContaining({ code: 'device.wrongState' }))

      await plugIn(7)
      await back()
      expect(state()).toMatchObject({ problem: null, awaited: null, laser: { state: 'disarmed' } })
      await wait(300)
      expect(simulator.emission()).toEqual([])
      const { frames, error } = await measure({ integrationTimeMs: 20, accumulations: 3 })
      expect(error).toBeNull()
      expect(frames.map(({ frame }) => frame.sequence)).toEqual(
        frames.map((_, i) => frames[0]!.frame.sequence + i),
      )
    },
  )

  it('is found at another port that the system knows by the same name', async () => {
    const other = join(folder, 'another')
    listed = [{ path: cable, detail: 'Stokes 7 USB 1209:0001' }]
    await devices.connect({ kind: 'serial', path: cable })
    await pull()
    await plugIn(7, other)
    listed = [{ path: other, detail: 'Stokes 7 USB 1209:0001' }]
    await back()
    expect(state().device?.path).toBe(other)
  })

  it('is not looked for any more when somebody disconnects', async () => {
    await pull()
    await devices.disconnect()
    await plugIn(7)
    await wait(2_500)
    expect(state()).toMatchObject({ connection: 'disconnected', awaited: null })
  })
})

it('does not use another instrument in its place, until it is that one again', async () => {
  await pull()
  await plugIn(8)
  await until(() => state().problem?.code === 'device.otherInstrument')
  expect(state()).toMatchObject({ connection: 'error', awaited: 'VM00000007' })
  expect(state().problem!.message).toContain('VM00000008')
  expect(() => devices.connected()).toThrow()
  await simulator.stop()
  await wait(1_500)
  await plugIn(7)
  await back()
  expect(state().identity?.serialNumber).toBe('VM00000007')
})

it('says when the laser was last read back as off, also of an instrument that is gone', async () => {
  const connectedAt = state().laserOffAt!
  expect(Date.now() - Date.parse(connectedAt)).toBeLessThan(5_000)
  await measure({ integrationTimeMs: 20 })
  const off = state().laserOffAt!
  expect(Date.parse(off) - simulator.emission().at(-1)!.offAt!).toBeGreaterThanOrEqual(0)
  expect(Date.parse(off) - simulator.emission().at(-1)!.offAt!).toBeLessThan(300)
  await devices.disconnect()
  expect(state()).toMatchObject({ laser: null, laserOffAt: off })
})

it('lists what is there', async () => {
  const lists: DeviceDescription[][] = []
  const stop = devices.list.watch((list) => lists.push(list))
  await until(() => lists.length === 1)
  expect(lists[0]).toMatchObject([{ kind: 'serial', path: cable }])
  await pull()
  await until(() => lists.length === 2)
  expect(lists[1]).toEqual([])
  await plugIn(7)
  await until(() => lists.length === 3)
  stop()
})
