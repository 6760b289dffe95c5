import { setTimeout as wait } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import type { RawFrame } from '../../electron/contract/frame'
import type { Microscope } from '../../electron/devices/microscope'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { connectEmulator } from '../support/connectEmulator'
import { FX2_1024, FX2_2048, XS, type Board } from '../support/wasatchEmulator/eepromImage'
import { tagOf, WasatchEmulator } from '../support/wasatchEmulator/wasatchEmulator'

let emulator: WasatchEmulator
let microscope: Microscope

async function connect(
  board: Board,
  options?: ConstructorParameters<typeof WasatchEmulator>[1],
): Promise<void> {
  emulator = new WasatchEmulator(board, options)
  microscope = await connectEmulator(emulator)
}

afterEach(async () => {
  await microscope.close()
  emulator.stop()
  expect(emulator.violations).toEqual([])
  expect(emulator.laser.emitting).toBe(false)
})

const BOARDS = [
  ['FX2 with 1024 pixels', FX2_1024],
  ['FX2 with 2048 pixels on two endpoints', FX2_2048],
  ['XS with a watchdog', XS],
] as const

describe.each(BOARDS)('%s', (_, board) => {
  it('measures dark frames, then lit ones, and ends with the laser off', async () => {
    await connect(board)
    const measured = await measureFrames(microscope, { accumulations: 3, darkFrames: 2 })
    expect(measured.map(({ kind }) => kind)).toEqual(['dark', 'dark', 'sample', 'sample', 'sample'])
    const tags = measured.map(({ frame }) => tagOf(frame.intensities))
    expect(tags.map(({ lit }) => lit)).toEqual(['none', 'none', 'whole', 'whole', 'whole'])
    expect(tags.every(({ integrationMs }) => integrationMs === 20)).toBe(true)
    expect(new Set(tags.map(({ id }) => id)).size).toBe(5)
    expect(emulator.laser.log).toHaveLength(1)
    expect(emulator.laser.emitting).toBe(false)
    const { frame } = measured[3]!
    expect(frame).toMatchObject({
      laser: 'on',
      laserPowerMilliwatts: 30,
      integrationTimeMs: 20,
      origin: 'instrument',
      droppedBefore: 0,
      saturatedPixels: 0,
      shutterOpen: true,
    })
    expect(frame.detectorTemperatureCelsius).toBeCloseTo(10, 4)
    expect(frame.intensities).toHaveLength(board.pixels)
    const { periodUs, widthUs, enabled } = emulator.laser.modulation
    expect({ periodUs, widthUs, enabled }).toEqual({ periodUs: 1000, widthUs: 300, enabled: true })
  })

  it('shows a preview, lit or not, until it is ended', async () => {
    await connect(board)
    const frames: RawFrame[] = []
    await microscope.startPreview({ integrationTimeMs: 5, laser: null }, (frame) => frames.push(frame))
    await until(() => frames.length >= 3)
    expect(emulator.laser.log).toEqual([])
    frames.length = 0
    const laser = { authorisation: AUTHORISATION, powerMilliwatts: 100 }
    await microscope.startPreview({ integrationTimeMs: 5, laser }, (frame) => frames.push(frame))
    await until(() => frames.length >= 3)
    expect(emulator.laser.emitting).toBe(true)
    // At full power, nothing is modulated.
    expect(emulator.laser.modulation.enabled).toBe(false)
    await microscope.stopPreview()
    expect(emulator.laser.emitting).toBe(false)
    expect(
      frames.every(({ laser: lit, intensities }) => lit === 'on' && tagOf(intensities).lit === 'whole'),
    ).toBe(true)
    expect(microscope.state).toMatchObject({ connection: 'idle', preview: null, problem: null })
  })

  it('STOP LASER has it off long before the exposure ends, and the frame of it is never used', async () => {
    await connect(board)
    const running = measureFrames(microscope, { integrationTimeMs: 600, accumulations: 2, darkFrames: 0 })
    const outcome = running.catch((error: unknown) => error)
    await until(() => emulator.laser.emitting && emulator.busy, 12_000)
    await wait(30)
    const asked = performance.now()
    await microscope.stopLaser()
    expect(performance.now() - asked).toBeLessThan(200)
    expect(emulator.laser.emitting).toBe(false)
    expect(await outcome).toMatchObject({ code: 'acquisition.cancelled' })
    // The instrument still exposes; what it sends then belongs to nobody.
    const measured = await measureFrames(microscope, {
      integrationTimeMs: 600,
      accumulations: 1,
      darkFrames: 1,
    })
    expect(measured.map(({ frame }) => tagOf(frame.intensities).lit)).toEqual(['none', 'whole'])
    expect(tagOf(measured[0]!.frame.intensities).id).toBeGreaterThan(1)
  })
})

describe('connecting', () => {
  it('reads what the instrument is, and what can be asked of it', async () => {
    await connect(FX2_1024)
    expect(microscope.identity).toEqual({
      maker: 'Wasatch Photonics',
      model: 'WP-785X-ILP',
      serialNumber: 'WP-01234',
      firmware: '10.0.0.31, FPGA 027-024',
      origin: 'instrument',
      pixels: 1024,
      excitationNanometres: Math.fround(785.1),
      saturationCounts: 65_534,
      badPixels: [17, 900],
      detectorSetpointCelsius: 10,
      watchdog: 'none',
    })
    expect(microscope.limits).toEqual({
      integrationTimeMs: { min: 1, max: 65_000 },
      accumulations: { min: 1, max: 1000 },
      laserPowerMilliwatts: { min: 5, max: 100 },
    })
    const [first] = microscope.wavenumbers
    expect(first).toBeCloseTo(1e7 * (1 / 785.1 - 1 / 801.9), 1)
    expect(emulator.cooler).toEqual({ enabled: true, setpoint: 1800 })
    expect(microscope.state.readings).toMatchObject({ laserEmitting: false, interlockClosed: true })
    expect(microscope.state.readings?.laserTemperatureCelsius).toBeGreaterThan(0)
  })

  it('tells its registers', async () => {
    await connect(XS)
    expect(await microscope.readRegisters!()).toMatchObject({
      'EEPROM format': 15,
      detector: 'IMX385LQR-C',
      'detector gain': 1.90234375,
      'laser watchdog (s)': 10,
      'laser enable': 0,
    })
  })

  it('an XS has a watchdog, and the dark ends of its sensor count as bad pixels', async () => {
    await connect(XS)
    expect(microscope.identity).toMatchObject({ watchdog: 'firmware', badPixels: [0, 1, 2, 40, 1951] })
    expect(emulator.laser.watchdogSeconds).toBe(10)
  })

  it('switches off a laser that was left on, before anything else', async () => {
    emulator = new WasatchEmulator(FX2_1024)
    emulator.laser.enable(true)
    emulator.leaveStaleBytes(2048 + 300)
    microscope = await connectEmulator(emulator)
    expect(emulator.laser.emitting).toBe(false)
    expect(emulator.requests[0]).toEqual({ request: 0xbe, value: 0, index: 0 })
    const [measured] = await measureFrames(microscope, {
      accumulations: 1,
      darkFrames: 0,
      laserPowerMilliwatts: 0,
    })
    expect(tagOf(measured!.frame.intensities)).toMatchObject({ integrationMs: 20, lit: 'none' })
  })

  it('turns a line round whose longest wavelength comes first', async () => {
    await connect({ ...FX2_1024, features: 0x41 })
    const [measured] = await measureFrames(microscope, {
      accumulations: 1,
      darkFrames: 0,
      laserPowerMilliwatts: 0,
    })
    expect(tagOf(measured!.frame.intensities.slice().reverse()).integrationMs).toBe(20)
  })

  const refused: [string, Board, string][] = [
    ['an EEPROM without a serial number', { ...FX2_1024, serialNumber: '' }, 'device.notAMicroscope'],
    [
      'wavelengths that do not ascend',
      { ...FX2_1024, wavelength: [900, -0.1, 0, 0, 0] },
      'axis.notAscending',
    ],
  ]
  it.each(refused)('refuses %s', async (_, board, code) => {
    const spoilt = new WasatchEmulator(board)
    await expect(connectEmulator(spoilt)).rejects.toMatchObject({ code })
    expect(spoilt.closed).toBe(true)
    expect(spoilt.laser.log).toEqual([])
    await connect(FX2_1024)
  })

  it('offers no laser where its power cannot be set without harm, or there is none', async () => {
    for (const board of [
      { ...FX2_1024, firmware: [10, 0, 0, 9] as Board['firmware'] },
      { ...XS, hasLaser: false },
    ]) {
      await connect(board)
      expect(microscope.limits.laserPowerMilliwatts).toBeNull()
      await expect(measureFrames(microscope)).rejects.toMatchObject({ code: 'device.unsupported' })
      await microscope.close()
    }
    expect(emulator.laser.log).toEqual([])
  })
})

describe('the laser', () => {
  it('does not fire with the interlock open, and ends the measurement when it opens', async () => {
    await connect(XS)
    emulator.laser.setInterlock(false)
    await expect(measureFrames(microscope)).rejects.toMatchObject({ code: 'laser.interlockOpen' })
    expect(emulator.laser.log).toEqual([])
    emulator.laser.setInterlock(true)
    const kept: RawFrame[] = []
    const running = measureFrames(
      microscope,
      { integrationTimeMs: 80, accumulations: 50, darkFrames: 0 },
      { onFrame: ({ frame }) => kept.push(frame) },
    )
    const outcome = running.catch((error: unknown) => error)
    await until(() => kept.length === 2)
    await wait(60)
    emulator.laser.setInterlock(false)
    expect(await outcome).toMatchObject({ code: 'laser.interlockOpen' })
    // The light went out in the middle of the third.
    expect(kept.map(({ intensities }) => tagOf(intensities).lit)).toEqual(['whole', 'whole'])
    expect(emulator.exposures.at(-1)!.lit).toBe('part')
    emulator.laser.setInterlock(true)
    expect(microscope.state.connection).toBe('idle')
  })

  it('is waited for while the instrument warns', async () => {
    await connect({ ...XS, warningDelay: 1 }, { secondMs: 200 })
    const measured = await measureFrames(microscope, { accumulations: 1, darkFrames: 0 })
    expect(tagOf(measured[0]!.frame.intensities).lit).toBe('whole')
  })

  it('needs a person in charge', async () => {
    await connect(XS)
    const authorisation = { ...AUTHORISATION, eyewearConfirmed: false }
    await expect(measureFrames(microscope, {}, { authorisation })).rejects.toMatchObject({
      code: 'laser.notAuthorised',
    })
    expect(emulator.laser.log).toEqual([])
  })

  it('is fed frame by frame, however long the acquisition', async () => {
    // The watchdog is at 2 s for these frames: 100 ms here.
    await connect(XS, { secondMs: 50 })
    const measured = await measureFrames(microscope, {
      integrationTimeMs: 20,
      accumulations: 12,
      darkFrames: 0,
    })
    expect(measured).toHaveLength(12)
    expect(emulator.laser.log).toHaveLength(1)
    const [{ onMs, offMs }] = emulator.laser.log as [{ onMs: number; offMs: number }]
    expect(offMs - onMs).toBeGreaterThan(12 * 20)
    // What a lost line counts for.
    expect(microscope.watchdogMs).toBeGreaterThanOrEqual(1000 * emulator.laser.watchdogSeconds)
  })

  it('that a watchdog without feeding ends, ends the measurement; no frame of it is lit in part', async () => {
    await connect(XS, { secondMs: 60, watchdogFeeds: false })
    const kept: RawFrame[] = []
    const running = measureFrames(
      microscope,
      { integrationTimeMs: 20, accumulations: 50, darkFrames: 0 },
      { onFrame: ({ frame }) => kept.push(frame) },
    )
    await expect(running).rejects.toMatchObject({ code: expect.stringMatching(/^laser\./) as unknown })
    expect(kept.every(({ intensities }) => tagOf(intensities).lit === 'whole')).toBe(true)
  })

  it('that takes a command only at the fourth time is fired and switched off all the same', async () => {
    await connect(FX2_1024)
    emulator.ignoreLaserCommands = 3
    await measureFrames(
      microscope,
      { accumulations: 1, darkFrames: 0 },
      {
        onFrame: () => (emulator.ignoreLaserCommands = 3),
      },
    )
    expect(emulator.laser.log).toHaveLength(1)
    expect(emulator.laser.emitting).toBe(false)
    expect(microscope.state.connection).toBe('idle')
  })

  it('that does not go off is told of, and the connection given up', async () => {
    await connect(XS, { secondMs: 100 })
    const running = measureFrames(
      microscope,
      { accumulations: 1, darkFrames: 0 },
      {
        onFrame: () => (emulator.ignoreLaserCommands = Infinity),
      },
    )
    await expect(running).rejects.toMatchObject({ code: 'laser.stillEmitting' })
    expect(microscope.state).toMatchObject({ connection: 'error', problem: { code: 'laser.stillEmitting' } })
    // What the command could not, the watchdog does.
    await until(() => !emulator.laser.emitting)
  })

  it('that emits on though its enable is read as off is told of', async () => {
    await connect(XS)
    const running = measureFrames(
      microscope,
      { accumulations: 1, darkFrames: 0 },
      { onFrame: () => (emulator.laser.stuck = true) },
    )
    await expect(running).rejects.toMatchObject({ code: 'laser.stillEmitting' })
    expect(emulator.laser.enabled).toBe(false)
    expect(microscope.state.connection).toBe('error')
    emulator.laser.stuck = false
    emulator.laser.enable(true)
    emulator.laser.enable(false)
  })

  it('that is found on while nobody measures goes off', async () => {
    await connect(FX2_1024)
    emulator.laser.enable(true)
    await until(() => !emulator.laser.emitting, 1_000)
    expect(microscope.state.connection).toBe('idle')
  })
})
