import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { RawFrame } from '../../electron/contract/frame'
import type { Microscope, MicroscopeState } from '../../electron/devices/microscope'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

let program: Program
let simulator: SimulatorProcess
let microscope: Microscope

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program, '--seed', '42')
})
afterAll(async () => {
  await simulator.stop()
  await program.remove()
})
beforeEach(async () => {
  microscope = await connectScpiMicroscope({ path: simulator.port, clock: systemClock })
})
afterEach(async () => {
  await microscope.close()
})

const code = (expected: string): unknown => expect.objectContaining({ code: expected })

describe('a microscope that is connected', () => {
  it('says what it is', () => {
    expect(microscope.identity).toMatchObject({
      maker: 'Stokes',
      model: 'VM-785',
      serialNumber: 'VM0000002A',
      origin: 'simulated',
      pixels: 1024,
      saturationCounts: 65_535,
    })
    expect(microscope.identity.excitationNanometres).toBeCloseTo(785, 0)
    const { badPixels } = microscope.identity
    expect(badPixels.length).toBeGreaterThan(0)
    expect(badPixels.every((pixel) => Number.isInteger(pixel) && pixel >= 0 && pixel < 1024)).toBe(true)
    expect(microscope.limits).toEqual({
      integrationTimeMs: { min: 1, max: 60_000 },
      accumulations: { min: 1, max: 1000 },
      laserPowerMilliwatts: { min: 0, max: 100 },
    })
  })

  it('gives an ascending axis that holds the fingerprint region', () => {
    const { wavenumbers } = microscope
    expect(wavenumbers).toHaveLength(1024)
    expect(wavenumbers.every((value, i) => i === 0 || value > wavenumbers[i - 1]!)).toBe(true)
    expect(wavenumbers[0]).toBeLessThan(532)
    expect(wavenumbers[1023]).toBeGreaterThan(1800)
  })

  it('is idle, dark and cold', () => {
    expect(microscope.state).toMatchObject({ connection: 'idle', preview: null, problem: null })
    expect(microscope.state.readings).toMatchObject({
      laserEmitting: false,
      laserArmed: false,
      interlockClosed: true,
      shutterOpen: false,
    })
  })

  it('keeps its readings fresh', async () => {
    let readings = 0
    microscope.onState(() => (readings += 1))
    await new Promise((resolve) => setTimeout(resolve, 1100))
    expect(readings).toBeGreaterThanOrEqual(3)
    expect(readings).toBeLessThanOrEqual(6)
  })

  it('can be closed again and again', async () => {
    await microscope.close()
    await microscope.close()
    expect(microscope.state.connection).toBe('disconnected')
    await expect(measureFrames(microscope)).rejects.toEqual(code('device.wrongState'))
    await microscope.stopLaser()
  })

  it('lets a sample be chosen', async () => {
    const { samples } = microscope
    expect(samples?.catalogue).toContain('dark')
    await samples?.select('dark')
    expect(samples?.selected).toBe('dark')
    await expect(samples?.select('moon')).rejects.toEqual(code('device.refused'))
    expect(samples?.selected).toBe('dark')
    await samples?.select('skin:II:1')
  })
})

describe('an acquisition', () => {
  it('takes dark frames first, then the sample in the light of the laser', async () => {
    const before = simulator.emission().length
    const measured = await measureFrames(microscope, {
      darkFrames: 2,
      accumulations: 3,
      laserPowerMilliwatts: 40,
    })
    expect(measured.map(({ kind, frame }) => [kind, frame.laser])).toEqual([
      ['dark', 'off'],
      ['dark', 'off'],
      ['sample', 'on'],
      ['sample', 'on'],
      ['sample', 'on'],
    ])
    const first = measured[0]!.frame.sequence
    expect(measured.map(({ frame }) => frame.sequence - first)).toEqual([0, 1, 2, 3, 4])
    for (const { frame, kind } of measured) {
      expect(frame).toMatchObject({
        origin: 'simulated',
        integrationTimeMs: 20,
        shutterOpen: true,
        droppedBefore: 0,
      })
      expect(frame.intensities).toHaveLength(1024)
      expect(frame.laserPowerMilliwatts).toBeCloseTo(kind === 'dark' ? 0 : 40, 0)
    }
    const sum = (frame: RawFrame) => frame.intensities.reduce((total, counts) => total + counts, 0)
    expect(sum(measured[2]!.frame)).toBeGreaterThan(sum(measured[0]!.frame))
    const emission = simulator.emission().slice(before)
    expect(emission.map(({ reason }) => reason)).toEqual(['alloff'])
    expect(microscope.state).toMatchObject({ connection: 'idle' })
  })

  it('goes through its states in order', async () => {
    const states: string[] = []
    microscope.onState(({ connection }) => {
      if (states.at(-1) !== connection) states.push(connection)
    })
    await measureFrames(microscope)
    expect(states).toEqual(['acquiring', 'armed', 'acquiring', 'idle'])
  })

  it('does not fire where no laser is wanted', async () => {
    const before = simulator.emission().length
    const measured = await measureFrames(
      microscope,
      { laserPowerMilliwatts: 0, darkFrames: 0 },
      { authorisation: { ...AUTHORISATION, eyewearConfirmed: false } },
    )
    expect(measured.map(({ kind, frame }) => [kind, frame.laser])).toEqual([
      ['sample', 'off'],
      ['sample', 'off'],
    ])
    expect(simulator.emission()).toHaveLength(before)
  })

  it.each([
    ['no lesion', { lesionId: ' ' }],
    ['no operator', { operatorId: '' }],
    ['no eyewear', { eyewearConfirmed: false }],
  ])('does not fire with %s', async (_, missing) => {
    const before = simulator.emission().length
    const authorisation = { ...AUTHORISATION, ...missing }
    await expect(measureFrames(microscope, {}, { authorisation })).rejects.toEqual(
      code('laser.notAuthorised'),
    )
    const laser = { authorisation, powerMilliwatts: 10 }
    await expect(microscope.startPreview({ integrationTimeMs: 10, laser }, () => undefined)).rejects.toEqual(
      code('laser.notAuthorised'),
    )
    expect(simulator.emission()).toHaveLength(before)
    expect(microscope.state.connection).toBe('idle')
  })

  it.each([
    [{ integrationTimeMs: 0.5 }],
    [{ integrationTimeMs: 60_001 }],
    [{ integrationTimeMs: NaN }],
    [{ accumulations: 1001 }],
    [{ darkFrames: 1001 }],
    [{ laserPowerMilliwatts: 101 }],
  ])('refuses %o', async (plan) => {
    await expect(measureFrames(microscope, plan)).rejects.toEqual(code('device.outOfRange'))
  })

  it('runs alone', async () => {
    const running = measureFrames(microscope, { integrationTimeMs: 100, accumulations: 3 })
    await until(() => microscope.state.connection === 'acquiring')
    await expect(measureFrames(microscope)).rejects.toEqual(code('acquisition.running'))
    await expect(microscope.samples?.select('dark')).rejects.toEqual(code('acquisition.running'))
    expect(await running).toHaveLength(4)
  })

  it('can be cancelled in the middle of an exposure', async () => {
    const cancel = new AbortController()
    const started = performance.now()
    setTimeout(() => {
      cancel.abort()
    }, 600)
    const plan = { integrationTimeMs: 20_000, darkFrames: 0 }
    await expect(measureFrames(microscope, plan, { signal: cancel.signal })).rejects.toEqual(
      code('acquisition.cancelled'),
    )
    expect(performance.now() - started).toBeLessThan(1000)
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'alloff' })
    expect(await measureFrames(microscope)).toHaveLength(3)
  })

  it('does not begin when it was cancelled before', async () => {
    const before = simulator.emission().length
    const signal = AbortSignal.abort()
    await expect(measureFrames(microscope, {}, { signal })).rejects.toEqual(code('acquisition.cancelled'))
    expect(simulator.emission()).toHaveLength(before)
  })

  it('ends with the laser off when a frame cannot be recorded', async () => {
    const acquiring = microscope.acquire({
      plan: { integrationTimeMs: 200, accumulations: 50, darkFrames: 0, laserPowerMilliwatts: 30 },
      authorisation: AUTHORISATION,
      signal: new AbortController().signal,
      onFrame: () => Promise.reject(new Error('disk full')),
    })
    await expect(acquiring).rejects.toThrow('disk full')
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'alloff' })
    expect(microscope.state.connection).toBe('idle')
  })

  it('waits until every frame is recorded', async () => {
    let recorded = 0
    await microscope.acquire({
      plan: { integrationTimeMs: 5, accumulations: 10, darkFrames: 0, laserPowerMilliwatts: 0 },
      authorisation: AUTHORISATION,
      signal: new AbortController().signal,
      onFrame: async () => {
        await new Promise((resolve) => setTimeout(resolve, 100))
        recorded += 1
      },
    })
    expect(recorded).toBe(10)
  })
})

describe('a preview', () => {
  it('shows frames until it is ended', async () => {
    const frames: RawFrame[] = []
    await microscope.startPreview({ integrationTimeMs: 20, laser: null }, (frame) => frames.push(frame))
    expect(microscope.state).toMatchObject({
      connection: 'acquiring',
      preview: { laser: false, integrationTimeMs: 20 },
    })
    await until(() => frames.length >= 5)
    await microscope.stopPreview()
    expect(microscope.state).toMatchObject({ connection: 'idle', preview: null, problem: null })
    const { length } = frames
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(frames).toHaveLength(length)
    expect(frames.every(({ laser }) => laser === 'off')).toBe(true)
    await microscope.stopPreview()
  })

  it('fires for as long as it runs, and no longer', async () => {
    const frames: RawFrame[] = []
    const laser = { authorisation: AUTHORISATION, powerMilliwatts: 20 }
    await microscope.startPreview({ integrationTimeMs: 50, laser }, (frame) => frames.push(frame))
    await until(() => frames.length >= 40)
    expect(microscope.state.readings).toMatchObject({
      laserEmitting: true,
      laserArmed: true,
      shutterOpen: true,
    })
    expect(simulator.emission().at(-1)).toMatchObject({ offUs: null })
    await microscope.stopPreview()
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'alloff' })
    expect(frames.every((frame) => frame.laser === 'on')).toBe(true)
  })

  it('is replaced by another, and by an acquisition', async () => {
    const first: RawFrame[] = []
    const second: RawFrame[] = []
    await microscope.startPreview({ integrationTimeMs: 10, laser: null }, (frame) => first.push(frame))
    await until(() => first.length > 0)
    await microscope.startPreview({ integrationTimeMs: 30, laser: null }, (frame) => second.push(frame))
    await until(() => second.length > 0)
    expect(second.every(({ integrationTimeMs }) => integrationTimeMs === 30)).toBe(true)
    const states: MicroscopeState[] = []
    microscope.onState((state) => states.push(state))
    expect(await measureFrames(microscope)).toHaveLength(3)
    expect(microscope.state.preview).toBeNull()
    expect(states.every(({ problem }) => problem === null)).toBe(true)
  })

  it('loses frames when nobody looks, and says how many', async () => {
    const frames: RawFrame[] = []
    await microscope.startPreview({ integrationTimeMs: 5, laser: null }, (frame) => {
      frames.push(frame)
      // Longer than the instrument can keep frames for.
      const busyUntil = performance.now() + (frames.length === 10 ? 700 : 0)
      while (performance.now() < busyUntil);
    })
    await until(() => frames.length >= 150)
    await microscope.stopPreview()
    const { droppedBefore, sequence } = frames.at(-1)!
    expect(droppedBefore).toBeGreaterThan(30)
    expect(sequence - frames[0]!.sequence).toBe(frames.length - 1 + droppedBefore)
    expect(microscope.state).toMatchObject({ connection: 'idle', problem: null })
  })
})
