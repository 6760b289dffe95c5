import { setTimeout as wait } from 'node:timers/promises'
import { openSync, closeSync, constants, writeSync } from 'node:fs'
import { writeFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Microscope } from '../../electron/devices/microscope'
import { connectScpiMicroscope } from '../../electron/devices/scpi/connectScpiMicroscope'
import { openSerialTransport } from '../../electron/devices/transport/serialTransport'
import { systemClock } from '../../electron/shared/clock'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { AUTHORISATION, measureFrames, until } from '../support/measurements'
import { openPlainTerminal, type PlainTerminal } from '../support/plainTerminal'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

let program: Program
let simulator: SimulatorProcess
let microscope: Microscope | undefined
beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
  simulator = await startSimulatorProcess(program)
})
afterAll(async () => {
  await simulator.stop()
  await program.remove()
})
afterEach(async () => {
  await microscope?.close()
  microscope = undefined
})

const code = (...expected: string[]): unknown =>
  expect.objectContaining({ code: expect.stringMatching(`^(${expected.join('|')})$`) as unknown })

async function connect(path = simulator.port): Promise<Microscope> {
  microscope = await connectScpiMicroscope({ path, clock: systemClock })
  return microscope
}

/** What `attempt` fails with, and after how long. */
async function failure(attempt: Promise<unknown>): Promise<{ error: unknown; ms: number }> {
  const begun = performance.now()
  const error = await attempt.then(
    () => null,
    (reason: unknown) => reason,
  )
  return { error, ms: performance.now() - begun }
}

/** After whatever happened: the laser is off, and a measurement works, at most after connecting again. */
async function expectUsable(): Promise<void> {
  expect(simulator.emission().filter(({ offUs }) => offUs === null)).toEqual([])
  if (microscope?.state.connection !== 'idle') {
    await microscope?.close()
    await connect()
  }
  expect(await measureFrames(microscope!)).toHaveLength(3)
  expect(simulator.emission().at(-1)).toMatchObject({ reason: 'alloff' })
}

describe('a port that is not the instrument’s', () => {
  let terminal: PlainTerminal | undefined
  afterEach(() => {
    terminal?.close()
    terminal = undefined
  })
  const connectTo = (onBytes?: Parameters<typeof openPlainTerminal>[0]) => {
    terminal = openPlainTerminal(onBytes)
    return failure(connect(terminal.path))
  }

  it('does not exist', async () => {
    const { error } = await failure(connect('/dev/ttyNONE'))
    expect(error).toEqual(code('device.notFound'))
  })

  it('is a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'stokes-'))
    await writeFile(join(folder, 'file'), 'no port')
    for (const path of [folder, join(folder, 'file')])
      expect((await failure(connect(path))).error).toEqual(code('device.notFound'))
    await rm(folder, { recursive: true })
  })

  it('says nothing', async () => {
    const { error, ms } = await connectTo()
    expect(error).toEqual(code('device.noAnswer'))
    expect(ms).toBeGreaterThan(1500)
    expect(ms).toBeLessThan(3000)
  })

  it('gives back what it is sent', async () => {
    const { error, ms } = await connectTo((bytes, { send }) => {
      send(bytes)
    })
    expect(error).toEqual(code('device.notAMicroscope'))
    expect(ms).toBeLessThan(3000)
  })

  it('speaks all the time', async () => {
    const timers: NodeJS.Timeout[] = []
    const { error, ms } = await connectTo((_, { send }) => {
      timers.push(
        setInterval(() => {
          send(Buffer.from([0, 255, 35, 57, 128, 10, 65, 66]))
        }, 10),
      )
    })
    timers.forEach(clearInterval)
    expect(error).toEqual(code('device.notAMicroscope'))
    expect(ms).toBeLessThan(3000)
  })

  it('is another instrument, which knows the token but no more', async () => {
    const { error } = await connectTo((bytes, { send }) => {
      const token = /ECHO\? "(.*)"/.exec(bytes.toString())?.[1]
      if (token) send(`${token}\n`)
      else if (bytes.includes('*IDN?')) send('Maker,Multimeter,1,2\n')
    })
    expect(error).toEqual(code('device.notAMicroscope'))
  })

  it('goes away while it is asked', async () => {
    const { error, ms } = await connectTo((_, it) => {
      setTimeout(it.close, 100)
    })
    terminal = undefined
    expect(error).toEqual(code('device.unplugged'))
    expect(ms).toBeLessThan(1500)
  })
})

describe('what a former host left behind', () => {
  it.each([
    ['half a command', 'SOUR:SHUT OPEN;SYST:ECHO? "abc'],
    ['a command longer than any', 'X'.repeat(5000)],
    ['bytes that are no text', '\u0000\u0001\u00ff'],
    ['answers that nobody read', '*IDN?\n*IDN?\nSYST:ERR?\nINIT;*WAI;FETC? 1000\n'],
    ['a query that still waits', 'SENS:INT 60000\nINIT\nFETC? 60000\n'],
  ])('%s', async (_, left) => {
    const line = openSync(simulator.port, constants.O_WRONLY | constants.O_NOCTTY)
    writeSync(line, Buffer.from(left, 'latin1'))
    await wait(50)
    const { readings } = (await connect()).state
    closeSync(line)
    expect(readings).toMatchObject({ shutterOpen: false, laserArmed: false, laserEmitting: false })
    await expectUsable()
  })
})

it.each(['CAL:WAV?', 'CAL:EXC?', '*IDN?'])(
  'refuses an instrument whose answer to %s lost a digit on the wire',
  async (query) => {
    let armed = true
    const open = async (path: string) => {
      const line = await openSerialTransport(path)
      let harming = false
      return {
        path: line.path,
        write: (bytes: Uint8Array) => {
          harming = armed && Buffer.from(bytes).includes(query)
          armed &&= !harming
          line.write(bytes)
        },
        onBytes: (listener: (bytes: Uint8Array) => void) => {
          line.onBytes((bytes) => {
            const text = Buffer.from(bytes).toString('latin1')
            listener(harming ? Buffer.from(text.replace(/7(?=.*\n)/, '1'), 'latin1') : bytes)
          })
        },
        onLost: line.onLost.bind(line),
        close: line.close.bind(line),
      }
    }
    const connecting = connectScpiMicroscope({ path: simulator.port, clock: systemClock, open })
    await expect(connecting).rejects.toMatchObject({ code: 'device.notAMicroscope' })
    expect(armed).toBe(false)
    await connect()
  },
)

const FAULTS = [
  ['CRC', 'device.garbled', /CRC-32/],
  ['TRUN', 'device.garbled', /broke off/],
  ['MUTE', 'device.noAnswer', /did not answer/],
  ['GARB', 'device.garbled', /./],
  ['REP', 'device.framesLost', /had come before it/],
  ['SKIP', 'device.framesLost', /due before it/],
  ['STAL', 'device.noAnswer', /did not answer/],
] as const

describe.each(FAULTS)('the fault %s', (fault, expected, message) => {
  it('ends an exposure with the laser off, and says what was wrong', async () => {
    await connect()
    let harmedAt = 0
    const { error } = await failure(
      measureFrames(
        microscope!,
        { integrationTimeMs: 300, accumulations: 5, darkFrames: 0 },
        {
          onFrame: () => {
            if (harmedAt === 0) simulator.command(`SIM:FAUL ${fault}`)
            harmedAt ||= Date.now()
          },
        },
      ),
    )
    expect(error).toEqual(code(expected))
    expect((error as Error).message).toMatch(message)
    const { offAt } = simulator.emission().at(-1)!
    // One exposure until a harmed frame comes, or a second of patience with an answer that does not.
    expect(offAt! - harmedAt).toBeLessThan(1500)
    await expectUsable()
  })

  it('ends dark frames too', async () => {
    await connect()
    const before = simulator.emission().length
    let harmed = false
    const { error } = await failure(
      measureFrames(
        microscope!,
        { integrationTimeMs: 50, darkFrames: 5 },
        {
          onFrame: () => {
            if (!harmed) simulator.command(`SIM:FAUL ${fault}`)
            harmed = true
          },
        },
      ),
    )
    expect(error).toEqual(code(expected))
    expect(simulator.emission()).toHaveLength(before)
    await expectUsable()
  })

  it('does not disturb an idle instrument for long', async () => {
    await connect()
    let readings = 0
    microscope!.onState(() => (readings += 1))
    simulator.command(`SIM:FAUL ${fault}`)
    await until(() => readings >= 3, 8000)
    expect(microscope?.state).toMatchObject({ connection: 'idle', problem: null })
    simulator.command('SIM:FAUL NONE')
    await expectUsable()
  })
})

it('harmed answers, one after the other, never pass', async () => {
  for (const fault of ['GARB,3', 'TRUN,2', 'MUTE,2', 'CRC,3']) {
    if (microscope?.state.connection !== 'idle') await connect()
    simulator.command(`SIM:FAUL ${fault}`)
    const { error } = await failure(measureFrames(microscope!, { accumulations: 5 }))
    expect(error).toEqual(code('device.garbled', 'device.noAnswer'))
    simulator.command('SIM:FAUL NONE')
    await expectUsable()
  }
})

it('an acquisition that never began does not spoil the next one', async () => {
  await connect()
  const plan = { darkFrames: 1, accumulations: 5, laserPowerMilliwatts: 0 }
  const { error } = await failure(
    measureFrames(microscope!, plan, {
      onFrame: ({ kind }) => {
        // The next answer is the one that says whether the acquisition was started.
        if (kind === 'dark') simulator.command('SIM:FAUL MUTE')
      },
    }),
  )
  expect(error).toEqual(code('device.noAnswer'))
  expect(await measureFrames(microscope!, plan)).toHaveLength(6)
})

it('a preview that fails ends with the laser off and says why', async () => {
  await connect()
  const laser = { authorisation: AUTHORISATION, powerMilliwatts: 30 }
  let frames = 0
  await microscope!.startPreview({ integrationTimeMs: 20, laser }, () => (frames += 1))
  await until(() => frames > 3)
  simulator.command('SIM:FAUL CRC')
  await until(() => microscope!.state.problem !== null)
  expect(microscope!.state).toMatchObject({
    connection: 'idle',
    preview: null,
    problem: code('device.garbled'),
  })
  await expectUsable()
  expect(microscope!.state.problem).toBeNull()
})

describe('the interlock', () => {
  afterEach(() => {
    simulator.command('SIM:INT CLOS')
  })

  it('opened in the middle of an exposure ends it at once', async () => {
    await connect()
    const opened = until(() => simulator.emission().at(-1)?.offUs === null).then(async () => {
      await wait(300)
      simulator.command('SIM:INT OPEN')
      return performance.now()
    })
    const acquiring = failure(measureFrames(microscope!, { integrationTimeMs: 10_000, darkFrames: 0 }))
    const openedAt = await opened
    const { error } = await acquiring
    expect(error).toEqual(code('laser.interlockOpen'))
    expect(performance.now() - openedAt).toBeLessThan(600)
    expect(simulator.emission().at(-1)).toMatchObject({ reason: 'interlock' })
    expect(microscope!.state.readings).toMatchObject({ interlockClosed: false })

    const again = await failure(measureFrames(microscope!))
    expect(again.error).toEqual(code('laser.interlockOpen'))
    simulator.command('SIM:INT CLOS')
    await expectUsable()
  })

  it('opened between two frames is named too', async () => {
    await connect()
    let frames = 0
    const { error } = await failure(
      measureFrames(
        microscope!,
        { integrationTimeMs: 20, accumulations: 200, darkFrames: 0 },
        {
          onFrame: () => {
            frames += 1
            if (frames === 5) simulator.command('SIM:INT OPEN')
          },
        },
      ),
    )
    expect(error).toEqual(code('laser.interlockOpen'))
    expect(frames).toBeLessThan(20)
  })
})

describe('a cable that is pulled', () => {
  const pulls: [string, (simulator: SimulatorProcess) => void][] = [
    [
      'by the instrument',
      (it) => {
        it.command('SIM:UNPL')
      },
    ],
    ['as its program is killed', (it) => it.process.kill('SIGKILL')],
  ]
  describe.each(pulls)('%s', (_, pull) => {
    it.each([
      ['in the middle of an exposure', { integrationTimeMs: 5_000, darkFrames: 0 }],
      ['while many frames come', { integrationTimeMs: 5, accumulations: 1000, darkFrames: 0 }],
    ])('%s', async (_name, plan) => {
      const own = await startSimulatorProcess(program)
      try {
        await connect(own.port)
        const acquiring = failure(measureFrames(microscope!, plan))
        await until(() => own.emission().at(-1)?.offUs === null)
        await wait(200)
        pull(own)
        const pulledAt = performance.now()
        const { error } = await acquiring
        expect(error).toEqual(code('device.unplugged'))
        expect(performance.now() - pulledAt).toBeLessThan(1000)
        expect(microscope!.state).toMatchObject({ connection: 'error', problem: code('device.unplugged') })
        await expect(microscope!.stopLaser()).rejects.toEqual(code('device.unplugged'))
        await expect(measureFrames(microscope!)).rejects.toEqual(code('device.unplugged'))
      } finally {
        await microscope?.close()
        await own.stop()
      }
    })

    it('while it is idle', async () => {
      const own = await startSimulatorProcess(program)
      try {
        await connect(own.port)
        pull(own)
        await until(() => microscope!.state.connection === 'error', 1000)
        expect(microscope!.state.problem).toEqual(code('device.unplugged'))
      } finally {
        await microscope?.close()
        await own.stop()
      }
    })
  })
})

it('two hosts do not disturb each other', async () => {
  await connect()
  let frames = 0
  await microscope!.startPreview({ integrationTimeMs: 10, laser: null }, () => (frames += 1))
  for (let i = 0; i < 3; i++) {
    const second = await failure(connectScpiMicroscope({ path: simulator.port, clock: systemClock }))
    expect(second.error).toEqual(code('device.busy'))
    expect(second.ms).toBeLessThan(500)
  }
  const before = frames
  await until(() => frames > before + 10)
  expect(microscope!.state).toMatchObject({ connection: 'acquiring', problem: null })
})
