import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Program } from './bundleProgram'

/** A line of the virtual microscope's own log of emission. */
interface EmissionInterval {
  /** Device time; null where the laser never went off before the process died. */
  onUs: number
  offUs: number | null
  reason: string
  /** Of this computer's clock, ms since the epoch: when it went on and off. */
  onAt: number
  offAt: number | null
}

export interface SimulatorProcess {
  port: string
  process: ChildProcess
  /** Intervals of emission so far. */
  emission(): EmissionInterval[]
  /** Puts a command that answers nothing on the line, whoever else has it open: for the faults of `SIMulator`. */
  command(...messages: string[]): void
  /** Ends it and forgets its log. */
  stop(): Promise<void>
}

/** Runs the virtual microscope as a process of its own, as `bundleProgram('electron/simulator/index.ts')` built it. */
export async function startSimulatorProcess(program: Program, ...args: string[]): Promise<SimulatorProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'stokes-simulator-'))
  const log = join(folder, 'laser.jsonl')
  const child = spawn(process.execPath, [program.path, '--laser-log', log, ...args], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ready = once(createInterface(child.stdout), 'line') as Promise<[string]>
  const ended = once(child, 'exit')
  const first = await Promise.race([ready, ended])
  if (typeof first[0] !== 'string' || !first[0].startsWith('{'))
    throw new Error(`The virtual microscope ended: ${String(first[0])}`)
  const { port } = JSON.parse(first[0]) as { port: string }
  return {
    port,
    process: child,
    emission: () => readEmission(log),
    command: (...messages) => {
      const line = openSync(port, constants.O_WRONLY | constants.O_NOCTTY)
      writeSync(line, messages.map((message) => `${message}\n`).join(''))
      closeSync(line)
    },
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) {
        child.kill('SIGTERM')
        await ended
      }
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function readEmission(log: string): EmissionInterval[] {
  if (!existsSync(log)) return []
  const lines = readFileSync(log, 'utf8').split('\n').filter(Boolean)
  const intervals = new Map<number, EmissionInterval>()
  for (const line of lines) {
    const { onUs, offUs, reason, at } = JSON.parse(line) as {
      onUs: number
      offUs: number | null
      reason: string
      at: string
    }
    const time = Date.parse(at)
    const onAt = intervals.get(onUs)?.onAt ?? time
    intervals.set(onUs, { onUs, offUs, reason, onAt, offAt: offUs === null ? null : time })
  }
  return [...intervals.values()]
}
