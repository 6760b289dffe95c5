import { Firmware } from './firmware/firmware'
import { LogFile } from './logFile'
import { PortLink } from './portLink'
import type { Scenario } from './scenario/scenario'
import { Timeline } from './scenario/timeline'
import { PseudoTerminal } from './terminal/pseudoTerminal'
import { createVirtualModel } from './virtualModel'

export interface SimulatorOptions {
  /** 32 bits; the same seed and the same commands at the same device times give the same bytes. @default 1 */
  seed?: number | undefined
  /** 64 to 8 192. @default 1024 */
  pixels?: number | undefined
  /** What lies under the objective. @default a naevus */
  sample?: string | undefined
  /** A symbolic link to the port, removed at the end. */
  link?: string | undefined
  /** A file that gets the log of emission as lines of JSON: `{onUs, offUs, milliwatts, reason, at}` at on and at off. */
  laserLog?: string | undefined
  /** A file that gets what a host can be judged by, as lines of JSON: `firmware/journal.ts`. */
  journal?: string | undefined
  /** What happens over device time; the options above go before what it says. */
  scenario?: Scenario | undefined
  /** Pace of a real line, bits per second. @default none */
  baud?: number | undefined
}

export interface Simulator {
  /** What a host opens. */
  readonly port: string
  /** Resolves when the simulator has ended, asked to or by `SIMulator:UNPLug`. */
  readonly ended: Promise<void>
  /** Laser off, port and link gone. Does nothing the second time. */
  readonly close: () => void
}

/** An exposure that would begin later than this is put off: see Acquisition. */
const maximumLagUs = 50_000
/** The longest that setTimeout can wait. */
const longestMs = 2 ** 31 - 1

/**
 * Powers a virtual microscope up on a pseudo-terminal of its own, in real time.
 * @throws RangeError for an unknown sample or a number that cannot be; Error where there are no pseudo-terminals or a file cannot be made
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { scenario, baud } = options
  const seed = options.seed ?? scenario?.seed ?? 1
  const pixels = options.pixels ?? scenario?.pixels ?? 1024
  const sample = options.sample ?? scenario?.sample
  requireWhole('seed', seed, 0, 0xffff_ffff)
  requireWhole('pixels', pixels, 64, 8192)
  if (baud !== undefined) requireWhole('baud', baud, 300, 10_000_000)
  const model = createVirtualModel({ seed, pixels, sample })
  const log = openLog(options.laserLog)
  const journal = openLog(options.journal)
  const terminal = await PseudoTerminal.open({
    onBytes(bytes) {
      firmware.receive(bytes, nowUs())
      schedule()
    },
    onHangUp() {
      firmware.hangUp(nowUs())
      schedule()
    },
  })
  const powerUpMs = performance.now()
  const nowUs = () => Math.round((performance.now() - powerUpMs) * 1000)
  const firmware = new Firmware({
    seed,
    model,
    baud,
    maximumLagUs,
    line: terminal,
    lineNoise: scenario?.lineNoise,
    plan: scenario && ((instrument) => new Timeline(scenario.events, instrument)),
    onEmission: (record) => log?.write(record),
    journal:
      journal &&
      ((entry) => {
        journal.write(entry)
      }),
    onUnplug: () => setImmediate(close),
  })

  let timer: NodeJS.Timeout | undefined
  function schedule(): void {
    clearTimeout(timer)
    const waitMs = Math.ceil((firmware.dueAtUs - nowUs()) / 1000)
    if (waitMs === Infinity || closed) return
    timer = setTimeout(tick, Math.min(Math.max(0, waitMs), longestMs))
  }
  function tick(): void {
    firmware.advance(nowUs())
    schedule()
  }

  let closed = false
  let end: () => void
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let link: PortLink | undefined
  function close(): void {
    if (closed) return
    closed = true
    clearTimeout(timer)
    firmware.shutDown(nowUs())
    terminal.close()
    link?.remove()
    log?.close()
    journal?.close()
    end()
  }

  try {
    if (options.link !== undefined) link = new PortLink(options.link, terminal.path)
  } catch (error) {
    close()
    throw error
  }
  // A scenario runs from power-up, not from the first byte of a host.
  schedule()
  return { port: terminal.path, ended, close }
}

function openLog(path: string | undefined): LogFile | undefined {
  return path === undefined ? undefined : new LogFile(path)
}

function requireWhole(name: string, value: number, min: number, max: number): void {
  if (!Number.isInteger(value) || value < min || value > max)
    throw new RangeError(`${name} ${value} is not a whole number from ${min} to ${max}`)
}
