import { afterEach, describe, expect, it } from 'vitest'
import type { Microscope } from '../../electron/devices/microscope'
import { connectWasatchMicroscope } from '../../electron/devices/wasatch/connectWasatchMicroscope'
import { systemClock } from '../../electron/shared/clock'
import { measureFrames } from '../support/measurements'
import { FX2_1024, FX2_2048, XS, type Board } from '../support/wasatchEmulator/eepromImage'
import { tagOf, WasatchEmulator } from '../support/wasatchEmulator/wasatchEmulator'

let emulator: WasatchEmulator
let microscope: Microscope

async function connect(
  board: Board,
  options?: ConstructorParameters<typeof WasatchEmulator>[1],
): Promise<void> {
  emulator = new WasatchEmulator(board, options)
  microscope = await reconnect()
}

function reconnect(): Promise<Microscope> {
  const open = () => Promise.resolve({ transport: emulator, productId: emulator.productId })
  return connectWasatchMicroscope({ path: emulator.path, clock: systemClock, open })
}

afterEach(async () => {
  await microscope.close()
  emulator.stop()
  expect(emulator.violations).toEqual([])
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
    expect(measured[3]!.frame).toMatchObject({
      laser: 'on',
      laserPowerMilliwatts: 30,
      integrationTimeMs: 20,
      origin: 'instrument',
      droppedBefore: 0,
      saturatedPixels: 0,
    })
    expect(measured[3]!.frame.detectorTemperatureCelsius).toBeCloseTo(10, 4)
    expect(measured[3]!.frame.intensities).toHaveLength(board.pixels)
  })
})
