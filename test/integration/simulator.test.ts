import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import { bundleProgram, type Program } from '../support/bundleProgram'
import { SimulatorHost } from '../support/simulatorHost'
import { startSimulatorProcess, type SimulatorProcess } from '../support/simulatorProcess'

/** A process of its own, a pseudo-terminal, and a host that knows nothing but docs/protocol.md. */

/** On a busy computer a timer may be this late. */
const toleranceMs = 250

let program: Program
beforeAll(async () => {
  program = await bundleProgram('electron/simulator/index.ts')
}, 60_000)
afterAll(() => program.remove())

const stops: (() => Promise<void> | void)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function powerUp(...args: string[]): Promise<SimulatorProcess> {
  const simulator = await startSimulatorProcess(program, ...args)
  stops.push(() => simulator.stop())
  return simulator
}

function open({ port }: SimulatorProcess): SimulatorHost {
  const host = new SimulatorHost(port)
  stops.push(() => {
    host.close()
  })
  return host
}

async function connect(...args: string[]): Promise<{ simulator: SimulatorProcess; host: SimulatorHost }> {
  const simulator = await powerUp(...args)
  return { simulator, host: open(simulator) }
}

/** Emits; gives back when it was fed last, by this computer's clock. */
async function fire(host: SimulatorHost): Promise<number> {
  host.send('SYST:HEAR:RES')
  const fedAt = Date.now()
  host.send('SYST:HEAR 1;:SOUR:SHUT OPEN;:LAS:ARM ON;:LAS:FIRE 60000')
  expect(await host.ask('LAS:EMIS?;:SYST:ERR?')).toBe('1;0,"No error"')
  return fedAt
}

async function ended(simulator: SimulatorProcess): Promise<number | null> {
  const { process } = simulator
  if (process.exitCode === null) await once(process, 'exit')
  return process.exitCode
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 5000
  while (!condition()) {
    if (performance.now() > deadline) throw new Error('It did not happen within 5 s.')
    await sleep(2)
  }
}

async function pushAll(host: SimulatorHost, bytes: Buffer): Promise<void> {
  for (let left = bytes; left.length > 0;) {
    const taken = host.push(left)
    left = left.subarray(taken)
    if (taken === 0) await sleep(1)
  }
}

function frame(payload: Buffer) {
  expect(payload.readUInt32LE(payload.length - 4)).toBe(crc32(payload.subarray(0, -4)))
  return {
    magic: payload.toString('latin1', 0, 4),
    pixels: payload.readUInt16LE(6),
    sequence: payload.readUInt32LE(8),
    startUs: Number(payload.readBigUInt64LE(16)),
    integrationUs: payload.readUInt32LE(24),
    power: payload.readFloatLE(32),
    emissionMs: payload.readFloatLE(36),
    flags: payload.readUInt32LE(52),
    mean: Array.from({ length: payload.readUInt16LE(6) }, (_, i) => payload.readUInt16LE(64 + 2 * i)).reduce(
      (sum, count, _i, all) => sum + count / all.length,
      0,
    ),
  }
}

describe('a host', () => {
  it('reads who it is, sets, and reads errors', async () => {
    const { host } = await connect('--seed', '255', '--pixels', '2048')
    expect(await host.ask('*IDN?')).toBe('Stokes,VM-785,VM000000FF,1.0.0')
    expect(await host.ask('DET:PIX?;:SIM:SEED?')).toBe('2048;255')
    expect(await host.ask('sense:integration:time 12.5;:INT?\r')).toBe('12.5')
    expect(await host.ask('INT 0;:SYST:ERR?')).toBe(
      '-222,"Data out of range;integration 0 ms is not in 1..60000"',
    )
    expect((await host.ask('CAL:WAV?')).split(',').map(Number)).toHaveLength(4)
  })

  it('takes frames in real time, dark and with the laser', async () => {
    const { host } = await connect()
    host.send('INT 50')
    const started = performance.now()
    host.send('READ?')
    const dark = frame(await host.block())
    expect(performance.now() - started).toBeGreaterThanOrEqual(49)
    await fire(host)
    host.send('AVER:COUN 3;:INIT')
    const lit = []
    for (let i = 0; i < 3; i++) {
      host.send('FETC? 1000')
      lit.push(frame(await host.block()))
    }
    host.send('SYST:ALL;:FETC?')
    expect(await host.block()).toHaveLength(0)
    expect(dark).toMatchObject({ magic: 'STK1', pixels: 1024, sequence: 1, emissionMs: 0, flags: 0b11000 })
    expect(lit).toMatchObject(
      [2, 3, 4].map((sequence) => ({ sequence, power: 30, emissionMs: 50, flags: 0b11101 })),
    )
    for (const { mean } of lit) expect(mean).toBeGreaterThan(dark.mean + 50)
  })

  it('gets the same counts for the same seed', async () => {
    const counts = async (seed: string) => {
      const { host } = await connect('--seed', seed)
      host.send('INT 5;:READ?')
      return (await host.block()).subarray(64, -4)
    }
    expect(await counts('7')).toEqual(await counts('7'))
    expect(await counts('7')).not.toEqual(await counts('8'))
  })

  it('sends no end of garbage, and is answered afterwards', async () => {
    const { simulator, host } = await connect()
    const resident = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${simulator.process.pid!}/status`, 'utf8'))![1])
    const before = resident()
    const garbage = Buffer.alloc(4096, 'x')
    for (let sent = 0; sent < 10_000_000;) {
      const taken = host.push(garbage)
      sent += taken
      if (taken === 0) await sleep(1)
    }
    expect(resident() - before).toBeLessThan(40_000)
    await pushAll(host, Buffer.from('\n'))
    expect(await host.ask('SYST:ERR:ALL?')).toBe('-363,"Input buffer overrun"')
  })

  it('that does not read loses answers, but is obeyed', async () => {
    const { simulator, host } = await connect()
    await fire(host)
    host.pause()
    const questions = Buffer.from(`${Array(140).fill('*IDN?').join(';')}\n`)
    for (let i = 0; i < 400; i++) await pushAll(host, questions)
    host.send('SYST:ALL')
    await until(() => simulator.emission()[0]?.reason === 'alloff')
    host.resume()
    host.send('SYST:ERR?;:SYST:ECHO? "end"')
    let line = ''
    while (!line.endsWith('end')) line = await host.line()
    expect(line).toBe('-430,"Query deadlocked;the host does not read";end')
  })
})

describe('the watchdog', () => {
  it('switches the laser off 1 000 ms after the last heartbeat', async () => {
    const { simulator, host } = await connect()
    const fedAt = await fire(host)
    await until(() => simulator.emission()[0]?.reason === 'watchdog')
    const [{ onUs, offUs, offAt } = { onUs: 0, offUs: 0, offAt: 0 }] = simulator.emission()
    expect(offUs! - onUs).toBe(1_000_000)
    expect(offAt! - fedAt).toBeGreaterThanOrEqual(999)
    expect(offAt! - fedAt).toBeLessThan(1000 + toleranceMs)
    expect(await host.ask('LAS:STAT?;:SYST:ERR?')).toBe('DISARMED;105,"Watchdog tripped"')
  })

  it('does not while it is fed, even if FETCh? waits', async () => {
    const { simulator, host } = await connect()
    await fire(host)
    host.send('INT 1600;:READ?')
    for (let beat = 2; beat < 9; beat++) {
      await sleep(200)
      host.send(`SYST:HEAR ${beat}`)
    }
    expect(frame(await host.block())).toMatchObject({ emissionMs: 1600, flags: 0b11101 })
    expect(simulator.emission()).toMatchObject([{ reason: 'firing' }])
  })
})

describe('the laser goes off', () => {
  it('by ALLoff at once, though FETCh? waits; ALLoff can be repeated', async () => {
    const { simulator, host } = await connect()
    await fire(host)
    host.send('INT 60000;:READ?')
    const sentAt = Date.now()
    for (let i = 0; i < 5; i++) host.send('SYST:ALL')
    expect(await host.block()).toHaveLength(0)
    expect(await host.ask('LAS:EMIS?;:LAS:STAT?;:SOUR:SHUT?;:SYST:ERR?')).toBe(
      '0;DISARMED;CLOSED;0,"No error"',
    )
    const emission = simulator.emission()
    expect(emission).toMatchObject([{ reason: 'alloff' }])
    expect(emission[0]!.offAt! - sentAt).toBeLessThan(toleranceMs)
  })

  it('when the host closes the port, which is there for the next one', async () => {
    const { simulator, host } = await connect()
    for (let i = 0; i < 3; i++) {
      const next = i === 0 ? host : open(simulator)
      expect(await next.ask('SYST:ECHO? "fresh";:LAS:STAT?')).toBe('fresh;DISARMED')
      await fire(next)
      next.send('INIT:CONT ON')
      const closedAt = Date.now()
      next.close()
      await until(() => simulator.emission()[i]?.reason === 'hangup')
      expect(simulator.emission()[i]!.offAt! - closedAt).toBeLessThan(toleranceMs)
    }
    expect(await open(simulator).ask('STAT:OPER:COND?;:SYST:ERR?')).toMatch(/^(0|32);0,"No error"$/)
  })

  it('when the host is killed', async () => {
    const simulator = await powerUp()
    const client = spawn(process.execPath, ['-e', killedHost, simulator.port], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
    await until(() => simulator.emission()[0]?.reason === 'firing')
    client.kill('SIGKILL')
    await until(() => simulator.emission()[0]?.reason !== 'firing')
    expect(simulator.emission()).toMatchObject([{ reason: 'hangup' }])
  })

  it('when the program is asked to end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stokes-link-'))
    onTestFinished(() => {
      rmSync(folder, { recursive: true })
    })
    const link = join(folder, 'port')
    symlinkSync('/dev/pts/left-by-a-former-run', link)
    const { simulator, host } = await connect('--link', link)
    expect(readlinkSync(link)).toBe(simulator.port)
    await fire(host)
    simulator.process.kill('SIGTERM')
    expect(await ended(simulator)).toBe(0)
    expect(simulator.emission()).toMatchObject([{ reason: 'power' }])
    expect(existsSync(link)).toBe(false)
    await until(() => host.failure !== undefined)
  })

  it('when the cable is pulled in the middle of an exposure', async () => {
    const { simulator, host } = await connect()
    await fire(host)
    host.send('INT 5000;:READ?')
    await sleep(50)
    host.send('SIM:UNPL')
    expect(await ended(simulator)).toBe(0)
    await until(() => host.failure !== undefined)
    expect(() => {
      host.send('*IDN?')
    }).toThrow('EIO')
    expect(simulator.emission()).toMatchObject([{ reason: 'power' }])
  })
})

describe('a fault on the wire:', () => {
  const exposing = async () => {
    const { host } = await connect()
    host.send('INT 5')
    return {
      host,
      read: async () => {
        host.send('READ?')
        return host.block()
      },
    }
  }

  it('CRC', async () => {
    const { host, read } = await exposing()
    host.send('SIM:FAUL CRC')
    const payload = await read()
    expect(payload.readUInt32LE(payload.length - 4)).not.toBe(crc32(payload.subarray(0, -4)))
    frame(await read())
  })

  it('TRUNcate', async () => {
    const { host } = await exposing()
    host.send('SIM:FAUL TRUN;:READ?')
    expect(await host.hear(200)).toHaveLength((6 + 2116) / 2)
  })

  it('MUTE', async () => {
    const { host } = await exposing()
    host.send('SIM:FAUL MUTE;:READ?')
    expect(await host.hear(200)).toHaveLength(0)
    expect(await host.ask('SYST:ECHO? "again"')).toBe('again')
  })

  it('GARBage', async () => {
    const { host } = await exposing()
    host.send('SIM:FAUL GARB;:SYST:ECHO? "here"')
    const heard = await host.hear(200)
    expect(heard).toHaveLength(48 + 5)
    expect(heard.subarray(48).toString()).toBe('here\n')
  })

  it('REPeat and SKIP', async () => {
    const { host, read } = await exposing()
    const sequences = [frame(await read()).sequence]
    for (const fault of ['REP', 'NONE', 'SKIP', 'NONE']) {
      host.send(`SIM:FAUL ${fault}`)
      sequences.push(frame(await read()).sequence)
    }
    expect(sequences).toEqual([1, 1, 3, 5, 6])
  })

  it('STALl', async () => {
    const { host } = await exposing()
    const askedAt = performance.now()
    host.send('SIM:FAUL STAL')
    expect(await host.ask('*TST?')).toBe('0')
    expect(performance.now() - askedAt).toBeGreaterThan(2990)
  })
})

describe('the program', () => {
  it('does not replace a file by its link', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stokes-link-'))
    onTestFinished(() => {
      rmSync(folder, { recursive: true })
    })
    const link = join(folder, 'notes')
    writeFileSync(link, 'precious')
    const child = spawn(process.execPath, [program.path, '--link', link], {
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    })
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).not.toBe(0)
    expect(readFileSync(link, 'utf8')).toBe('precious')
  })

  it('paces its output as a UART would', async () => {
    const { host } = await connect('--baud', '115200')
    host.send('INT 5;:READ?')
    const askedAt = performance.now()
    await host.block()
    // 2124 bytes of 10 bits.
    expect(performance.now() - askedAt).toBeGreaterThan(180)
  })
})

const killedHost = `
const { constants, openSync, writeSync } = require('node:fs')
const port = openSync(process.argv[1], constants.O_RDWR | constants.O_NOCTTY)
let beat = 0
setInterval(() => writeSync(port, 'SYST:HEAR ' + ++beat + '\\n'), 100)
setTimeout(() => writeSync(port, 'SOUR:SHUT OPEN;:LAS:ARM ON;:LAS:FIRE 60000\\n'), 150)
`
