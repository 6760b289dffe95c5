import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterEach, describe, expect, it } from 'vitest'
import type { Microscope } from '../../electron/devices/microscope'
import { measureFrames, until, type Measured } from '../support/measurements'
import { connectEmulator } from '../support/connectEmulator'
import { FX2_1024, FX2_2048, XS, type Board } from '../support/wasatchEmulator/eepromImage'
import {
  tagOf,
  WasatchEmulator,
  type ControlFault,
  type FrameFault,
} from '../support/wasatchEmulator/wasatchEmulator'

/** Of a time-out of half a second or more. */
const PATIENCE = 0.1
const BOARDS = { fx2: FX2_1024, 'fx2 2048': FX2_2048, xs: XS }
const BAD_FRAMES: FrameFault[] = [
  'short',
  'packetShort',
  'long',
  'packetLong',
  'never',
  'stall',
  'flat',
  'twice',
  'late',
]
const CONTROL_FAULTS: ControlFault[] = ['stall', 'timeout', 'shortAnswer', 'garbage']

let emulator: WasatchEmulator
let microscope: Microscope

async function connect(board: Board): Promise<void> {
  emulator = new WasatchEmulator(board, { patience: PATIENCE })
  microscope = await connectEmulator(emulator)
}

afterEach(async () => {
  await microscope.close()
  emulator.stop()
})

/** Frames that were handed on must be whole exposures of this measurement, of its integration time and its light. */
function expectRight(measured: Measured[], firstExposure: number, integrationMs: number): void {
  const tags = measured.map(({ frame }) => tagOf(frame.intensities))
  for (const [i, { kind }] of measured.entries()) {
    expect(tags[i]).toMatchObject({ integrationMs, lit: kind === 'dark' ? 'none' : 'whole' })
    expect(tags[i]!.id).toBeGreaterThan(i === 0 ? firstExposure : tags[i - 1]!.id)
  }
}

describe.each(Object.entries(BOARDS))('%s', (_, board) => {
  it.each(BAD_FRAMES)(
    'a frame that comes %s is not used, and the next measurement is right',
    async (fault) => {
      await connect(board)
      const kept: Measured[] = []
      const failing = measureFrames(
        microscope,
        { accumulations: 3, darkFrames: 1 },
        {
          onFrame: (frame) => {
            kept.push(frame)
            if (kept.length === 2) emulator.frameFault = fault
          },
        },
      )
      await expect(failing).rejects.toMatchObject({
        code: expect.stringMatching(/^device\.(garbled|noAnswer|refused)$/) as unknown,
      })
      expect(emulator.laser.emitting).toBe(false)
      expect(microscope.state.connection).toBe('idle')
      expectRight(kept, 0, 20)
      expect(kept).toHaveLength(2)
      await until(() => !emulator.busy)
      const before = emulator.exposures.length
      const measured = await measureFrames(microscope, { accumulations: 2, darkFrames: 1 })
      expectRight(measured, before, 20)
      expect(measured).toHaveLength(3)
      expect(emulator.laser.emitting).toBe(false)
    },
  )

  it('a saturated frame is used, and says how many of its pixels are', async () => {
    await connect(board)
    await measureFrames(microscope, { accumulations: 1, darkFrames: 1, laserPowerMilliwatts: 0 })
    emulator.frameFault = 'saturated'
    const [measured] = await measureFrames(microscope, {
      accumulations: 1,
      darkFrames: 0,
      laserPowerMilliwatts: 0,
    })
    expect(measured!.frame.saturatedPixels).toBe(110)
  })

  it('a read-back of the laser that disagrees ends with the laser off', async () => {
    await connect(board)
    emulator.wrongLaserReadings = 2
    const outcome = await measureFrames(microscope, { accumulations: 2 }).then(
      () => null,
      (error: unknown) => error,
    )
    if (outcome !== null)
      expect(outcome).toMatchObject({ code: expect.stringMatching(/^laser\./) as unknown })
    expect(emulator.laser.emitting).toBe(false)
    expect(microscope.state.connection).toBe('idle')
  })

  it('a setting that is not taken ends the measurement before anything is exposed with it', async () => {
    await connect(board)
    emulator.ignoreSettings = Infinity
    const before = emulator.exposures.length
    await expect(measureFrames(microscope)).rejects.toMatchObject({
      code: 'device.refused',
      message: expect.stringContaining('integration time') as unknown,
    })
    expect(emulator.exposures).toHaveLength(before)
    emulator.ignoreSettings = 0
    expectRight(await measureFrames(microscope), before, 20)
  })
})

it.each(Object.entries(BOARDS))(
  'a cable pulled at any moment of connecting to %s is told of',
  async (_, board) => {
    await connect(board)
    const requests = emulator.requests.length
    for (let at = 0; at < requests; at += 3) {
      const unlucky = new WasatchEmulator(board, { patience: PATIENCE })
      unlucky.unplugAtRequest = at
      await expect(connectEmulator(unlucky)).rejects.toMatchObject({ code: 'device.unplugged' })
      expect(unlucky.closed).toBe(true)
      expect(unlucky.laser.log).toEqual([])
      unlucky.stop()
    }
  },
)

it.each([0, 0.3, 0.6, 0.9])(
  'a frame that comes in the middle of a later exposure (%f) is not taken for its',
  async (part) => {
    await connect(FX2_1024)
    const plan = { integrationTimeMs: 60, accumulations: 4, darkFrames: 0, laserPowerMilliwatts: 0 }
    await measureFrames(microscope, plan)
    for (let later = 1; later <= 3; later++) {
      emulator.frameFault = 'withheld'
      await expect(measureFrames(microscope, plan)).rejects.toMatchObject({ code: 'device.noAnswer' })
      const before = emulator.exposures.length
      emulator.release = { exposure: before + later, part }
      const kept: number[] = []
      const running = measureFrames(microscope, plan, {
        onFrame: ({ frame }) => kept.push(tagOf(frame.intensities).id),
      })
      await expect(running).rejects.toMatchObject({ code: 'device.garbled' })
      expect(kept).toEqual(Array.from({ length: later - 1 }, (_, i) => before + 1 + i))
      await until(() => !emulator.busy)
    }
  },
)

it('the same instrument is found again after the cable was pulled in the middle of a lit exposure', async () => {
  await connect(XS)
  const running = measureFrames(microscope, { integrationTimeMs: 40, accumulations: 5, darkFrames: 0 })
  const outcome = running.catch((error: unknown) => error)
  await until(() => emulator.laser.emitting)
  await wait(20)
  emulator.unplug()
  expect(await outcome).toMatchObject({ code: 'device.unplugged' })
  expect(microscope.state).toMatchObject({ connection: 'error', problem: { code: 'device.unplugged' } })
  emulator.plugIn()
  const { serialNumber } = microscope.identity
  microscope = await connectEmulator(emulator)
  expect(emulator.laser.emitting).toBe(false)
  expect(microscope.identity.serialNumber).toBe(serialNumber)
  const before = emulator.exposures.length
  expectRight(await measureFrames(microscope, { accumulations: 2 }), before, 20)
})

it('whatever goes wrong, in whatever order: no wrong frame is handed on, and the laser is off', async () => {
  const mishap = fc.oneof(
    fc.record({ frame: fc.constantFrom(...BAD_FRAMES) }),
    fc.record({ control: fc.constantFrom(...CONTROL_FAULTS), times: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ ignoredCommands: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ wrongReadings: fc.integer({ min: 1, max: 6 }) }),
    fc.record({ ignoredSettings: fc.integer({ min: 1, max: 6 }) }),
    fc.constant({ interlock: true }),
    fc.constant({ unplug: true }),
    fc.constant({ stop: true }),
  )
  const scenario = fc.record({
    board: fc.constantFrom<keyof typeof BOARDS>('fx2', 'fx2 2048', 'xs'),
    steps: fc.array(
      fc.record({
        integrationTimeMs: fc.constantFrom(4, 9, 15),
        afterMs: fc.integer({ min: 0, max: 80 }),
        mishap,
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  let handedOn = 0
  await fc.assert(
    fc.asyncProperty(scenario, async ({ board, steps }) => {
      await connect(BOARDS[board])
      for (const { integrationTimeMs, afterMs, mishap: wrong } of steps) {
        const before = emulator.exposures.length
        const kept: Measured[] = []
        const running = measureFrames(
          microscope,
          { integrationTimeMs, accumulations: 4, darkFrames: 2 },
          { onFrame: (measured) => kept.push(measured) },
        ).catch(() => undefined)
        await wait(afterMs)
        if ('frame' in wrong) emulator.frameFault = wrong.frame
        if ('control' in wrong)
          emulator.controlFaults.push(...Array<ControlFault>(wrong.times).fill(wrong.control))
        if ('ignoredCommands' in wrong) emulator.ignoreLaserCommands = wrong.ignoredCommands
        if ('wrongReadings' in wrong) emulator.wrongLaserReadings = wrong.wrongReadings
        if ('ignoredSettings' in wrong) emulator.ignoreSettings = wrong.ignoredSettings
        if ('interlock' in wrong) emulator.laser.setInterlock(false)
        if ('unplug' in wrong) emulator.unplug()
        const stopped = 'stop' in wrong ? microscope.stopLaser() : Promise.resolve()
        await stopped.catch(() => undefined)
        await running
        expectRight(kept, before, integrationTimeMs)
        handedOn += kept.length
        if (microscope.state.connection === 'error') {
          // A host that can ask no more says so; the laser goes off when the next one connects.
          emulator.ignoreLaserCommands = 0
          emulator.wrongLaserReadings = 0
          emulator.controlFaults.length = 0
          await microscope.close()
          emulator.plugIn()
          microscope = await connectEmulator(emulator)
        }
        expect(emulator.laser.emitting).toBe(false)
        expect(microscope.state.connection).toBe('idle')
        emulator.frameFault = null
        emulator.controlFaults.length = 0
        emulator.ignoreLaserCommands = 0
        emulator.wrongLaserReadings = 0
        emulator.ignoreSettings = 0
        emulator.laser.setInterlock(true)
      }
      await microscope.close()
      emulator.stop()
      expect(emulator.laser.emitting).toBe(false)
      expect(emulator.violations).toEqual([])
    }),
    { numRuns: 30 },
  )
  expect(handedOn).toBeGreaterThan(50)
}, 240_000)
