import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Microscope } from '../../electron/devices/microscope'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { measureFrames } from '../support/measurements'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

let program: Program
let simulator: SimulatorProcess
let microscope: Microscope
beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program, '--seed', '3')
  microscope = await connectScpiMicroscope({ path: simulator.port, clock: systemClock })
})
afterAll(async () => {
  await microscope.close()
  await simulator.stop()
  await program.remove()
})
afterEach(() => microscope.simulator!.clear())

const refused: unknown = expect.objectContaining({ code: 'device.outOfRange' })

/** The brightest pixel of a lamp, which needs no laser. */
async function neonLine(): Promise<number> {
  await microscope.samples!.select('neon')
  const frames = await measureFrames(microscope, {
    integrationTimeMs: 100,
    accumulations: 1,
    darkFrames: 0,
    laserPowerMilliwatts: 0,
  })
  const { intensities, laser, shutterOpen } = frames[0]!.frame
  expect({ laser, shutterOpen }).toEqual({ laser: 'off', shutterOpen: true })
  return intensities.indexOf(Math.max(...intensities))
}

describe('the virtual microscope that goes wrong on command', () => {
  it('says what it can do', async () => {
    const { drifts, disturbances } = microscope.simulator!
    expect(drifts.laser).toEqual({ min: -2, max: 2, none: 0 })
    expect(drifts.broadening).toMatchObject({ min: 1, none: 1 })
    expect(disturbances).toContain('cosmicRays')
    expect(await microscope.simulator!.read()).toEqual({
      drift: { laser: 0, shift: 0, stretch: 0, broadening: 1, throughput: 1, detector: 0 },
      disturbances: [],
    })
  })

  it('drifts: a lamp line moves by as many pixels as it was told to', async () => {
    const before = await neonLine()
    await microscope.simulator!.drift('shift', 4)
    expect(await neonLine()).toBe(before + 4)
    await microscope.simulator!.drift('detector', 5, 1000)
    const { drift } = await microscope.simulator!.read()
    expect(drift).toMatchObject({ shift: 4, throughput: 1 })
    expect(drift.detector).toBeLessThan(0.1)
  })

  it('is disturbed until it is put right', async () => {
    await microscope.simulator!.disturb('motion', true)
    await microscope.simulator!.disturb('interlockOpen', true)
    expect((await microscope.simulator!.read()).disturbances).toEqual(['interlockOpen', 'motion'])
    await expect(measureFrames(microscope)).rejects.toMatchObject({ code: 'laser.interlockOpen' })
    await microscope.simulator!.disturb('interlockOpen', false)
    expect(await measureFrames(microscope)).toHaveLength(3)
  })

  it('refuses what it does not know, and no measurement finds an error of it', async () => {
    await expect(microscope.simulator!.drift('laser', 3)).rejects.toEqual(refused)
    await expect(microscope.simulator!.drift('laser', Number.NaN)).rejects.toEqual(refused)
    await expect(microscope.simulator!.disturb('earthquake', true)).rejects.toEqual(refused)
    expect(await measureFrames(microscope)).toHaveLength(3)
  })
})
