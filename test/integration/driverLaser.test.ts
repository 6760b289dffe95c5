import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import fc from 'fast-check'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Microscope } from '../../electron/devices/microscope'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import type { ByteTransport } from '../../electron/devices/transport/byteTransport'
import { openSerialTransport } from '../../electron/devices/transport/serialTransport'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

/** What this host sent, and when. */
interface Sent {
  text: string
  at: number
}

let program: Program
let host: Program
let simulator: SimulatorProcess
let microscope: Microscope
let sent: Sent[]

beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  host = await bundleProgram('test/support/driverHost.ts')
})
afterAll(async () => {
  await program.remove()
  await host.remove()
})
beforeEach(async () => {
  simulator = await startSimulatorProcess(program, '--pixels', '2048')
  sent = []
})
afterEach(async () => {
  await simulator.stop()
})

/** The real port, with an ear on what is written to it. */
async function openHeard(path: string): Promise<ByteTransport> {
  const transport = await openSerialTransport(path)
  const write = transport.write.bind(transport)
  transport.write = (bytes) => {
    const at = performance.now()
    for (const text of Buffer.from(bytes).toString().split('\n')) if (text) sent.push({ text, at })
    write(bytes)
  }
  return transport
}

const connect = async (): Promise<void> => {
  microscope = await connectScpiMicroscope({ path: simulator.port, clock: systemClock, open: openHeard })
}
const laser = { authorisation: AUTHORISATION, powerMilliwatts: 30 }

/** Longest time between two heartbeats, ms. */
function longestSilence(): number {
  const beats = sent.filter(({ text }) => text.startsWith('SYST:HEAR ')).map(({ at }) => at)
  return Math.max(...beats.slice(1).map((at, i) => at - beats[i]!))
}

describe('with a host that is there', () => {
  beforeEach(connect)
  afterEach(() => microscope.close())

  it('STOP LASER at any moment ends whatever runs, and nothing fires after it', async () => {
    const run = (kind: string): Promise<unknown> => {
      if (kind === 'preview')
        return microscope.startPreview({ integrationTimeMs: 15, laser }, () => undefined)
      if (kind === 'frames') return measureFrames(microscope, { integrationTimeMs: 10, accumulations: 20 })
      return measureFrames(microscope, { integrationTimeMs: 5_000, accumulations: 1, darkFrames: 0 })
    }
    const scenario = fc.record({
      kind: fc.constantFrom('preview', 'frames', 'exposure'),
      afterMs: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 200 })),
      again: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ kind, afterMs, again }) => {
        const running = run(kind).then(
          () => null,
          (error: unknown) => error,
        )
        await wait(afterMs)
        const stops = [microscope.stopLaser()]
        if (again) stops.push(wait(3).then(() => microscope.stopLaser()))
        await Promise.all(stops)
        expect(simulator.emission().filter(({ offUs }) => offUs === null)).toEqual([])
        const fired = simulator.emission().length
        const error = await running
        if (error !== null) expect(error).toMatchObject({ code: 'acquisition.cancelled' })
        await wait(20)
        expect(simulator.emission()).toHaveLength(fired)
        expect(microscope.state).toMatchObject({ connection: 'idle', preview: null, problem: null })
      }),
      { numRuns: 40 },
    )
  }, 60_000)

  it('whatever harms the answers, the laser is off when the failure is told, or soon after by the watchdog', async () => {
    const scenario = fc.record({
      fault: fc.constantFrom('CRC', 'TRUN', 'MUTE', 'GARB', 'REP', 'SKIP', 'STAL'),
      afterMs: fc.integer({ min: 0, max: 150 }),
      integrationTimeMs: fc.constantFrom(5, 50, 400),
    })
    await fc.assert(
      fc.asyncProperty(scenario, async ({ fault, afterMs, integrationTimeMs }) => {
        if (microscope.state.connection !== 'idle') {
          await microscope.close()
          await connect()
        }
        const accumulations = Math.ceil(2000 / integrationTimeMs)
        const running = measureFrames(microscope, { integrationTimeMs, accumulations, darkFrames: 2 })
        setTimeout(() => {
          simulator.command(`SIM:FAUL ${fault}`)
        }, afterMs)
        const error = await running.then(
          () => null,
          (reason: unknown) => reason,
        )
        // After a measurement that was ended early nobody can know which number the next frame should have.
        if (error !== null || fault !== 'SKIP') {
          expect(error).toMatchObject({
            code: expect.stringMatching(/^device\.(garbled|noAnswer|framesLost)$/) as unknown,
          })
        }
        simulator.command('SIM:FAUL NONE')
        const lasts = (): boolean => simulator.emission().some(({ offUs }) => offUs === null)
        if (microscope.state.connection === 'idle') expect(lasts()).toBe(false)
        else await until(() => !lasts(), 1100)
      }),
      { numRuns: 12 },
    )
  }, 60_000)

  it('another host that feeds the watchdog in its own way ends the exposure', async () => {
    const acquiring = measureFrames(microscope, { integrationTimeMs: 5000, accumulations: 1, darkFrames: 0 })
    const outcome = acquiring.catch((reason: unknown) => reason)
    await until(() => simulator.emission().at(-1)?.offUs === null)
    simulator.command('SYST:HEAR 4000000000')
    expect(await outcome).toMatchObject({ message: expect.stringContaining('-222') as unknown })
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'alloff' })
  })

  it('STOP LASER stops a measurement that waits for the end of a preview', async () => {
    await microscope.startPreview({ integrationTimeMs: 100, laser: null }, () => undefined)
    const acquiring = measureFrames(microscope)
    const stopping = microscope.stopLaser()
    await expect(acquiring).rejects.toMatchObject({ code: 'acquisition.cancelled' })
    await stopping
    expect(simulator.emission()).toEqual([])
  })

  it('fires for no more than one frame at a time', async () => {
    await measureFrames(microscope, { integrationTimeMs: 100, accumulations: 20, darkFrames: 0 })
    const windows = sent.flatMap(({ text }) => /LAS:FIRE (\d+)/.exec(text)?.[1] ?? []).map(Number)
    expect(windows.length).toBeGreaterThanOrEqual(20)
    expect(Math.max(...windows)).toBeLessThanOrEqual(100 + 1100)
    const [emission] = simulator.emission()
    expect(simulator.emission()).toHaveLength(1)
    // 20 exposures of 100 ms, and the time to begin and to end.
    expect(emission!.offUs! - emission!.onUs).toBeLessThan(2_000_000 + 250_000)
  })

  it('the heartbeat goes on while 100 frames of 2048 pixels come each second', async () => {
    let frames = 0
    await microscope.startPreview({ integrationTimeMs: 10, laser }, () => (frames += 1))
    const framesBefore = frames
    await wait(4000)
    const rate = (frames - framesBefore) / 4
    expect(rate).toBeGreaterThan(90)
    expect(longestSilence()).toBeLessThan(400)
    await microscope.stopPreview()
    expect(microscope.state.problem).toBeNull()
  })

  it('the heartbeat goes on while an exposure is waited for', async () => {
    await measureFrames(microscope, { integrationTimeMs: 3000, accumulations: 1, darkFrames: 0 })
    expect(longestSilence()).toBeLessThan(400)
  })

  it('a host that is too busy for its heartbeat loses the laser, and is told why', async () => {
    const acquiring = measureFrames(microscope, { integrationTimeMs: 5000, accumulations: 1, darkFrames: 0 })
    const outcome = acquiring.then(
      () => null,
      (error: unknown) => error,
    )
    await until(() => simulator.emission().at(-1)?.offUs === null)
    const busyUntil = performance.now() + 1500
    while (performance.now() < busyUntil);
    expect(await outcome).toMatchObject({ code: 'laser.watchdogTripped' })
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'watchdog' })
    expect(await measureFrames(microscope)).toHaveLength(3)
  })
})

describe('with a host that is gone', () => {
  /** Runs a host until its laser is on for 300 ms; returns how it ended. */
  async function loseHost(signal: 'SIGKILL' | 'SIGSTOP'): Promise<{ lostAt: number }> {
    const child = spawn(process.execPath, [host.path, simulator.port], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    try {
      await until(() => simulator.emission().at(-1)?.offUs === null)
      await wait(300)
      child.kill(signal)
      const lostAt = Date.now()
      await until(() => simulator.emission().at(-1)?.offUs !== null)
      return { lostAt }
    } finally {
      const ended = once(child, 'exit')
      if (child.signalCode === null) {
        child.kill('SIGKILL')
        await ended
      }
    }
  }

  it('that was killed, the laser is off within 1 s of its last heartbeat', async () => {
    const { lostAt } = await loseHost('SIGKILL')
    const { offAt, reason } = simulator.emission().at(-1)!
    expect(['hangup', 'watchdog']).toContain(reason)
    expect(offAt! - lostAt).toBeLessThan(1000)
    await connect()
    expect(await measureFrames(microscope)).toHaveLength(3)
    await microscope.close()
  })

  it('that hangs, the watchdog ends the emission within 1 s of its last heartbeat', async () => {
    const { lostAt } = await loseHost('SIGSTOP')
    const { offAt, reason } = simulator.emission().at(-1)!
    expect(reason).toBe('watchdog')
    // The last heartbeat came at most 250 ms before.
    expect(offAt! - lostAt).toBeLessThan(1000)
    expect(offAt! - lostAt).toBeGreaterThan(600)
    await connect()
    expect(await measureFrames(microscope)).toHaveLength(3)
    await microscope.close()
  })
})
