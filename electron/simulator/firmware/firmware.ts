import type { Answer } from './answers'
import { CommandTree } from './commandTree'
import { acquisitionCommands } from './commands/acquisition'
import { calibrationCommands } from './commands/calibration'
import { commonCommands } from './commands/common'
import { detectorCommands } from './commands/detector'
import { laserCommands } from './commands/laser'
import { simulatorCommands } from './commands/simulator'
import { statusCommands } from './commands/status'
import { systemCommands } from './commands/system'
import type { Timed } from './deviceTime'
import { Instrument, type InstrumentOptions } from './instrument'
import { Interpreter } from './interpreter'
import { MessageReader } from './messageReader'
import { Output, type Line } from './output'
import { ScpiError } from './scpiError'

export interface FirmwareOptions extends InstrumentOptions {
  line: Line
  /** Pace of the line, bits per second; full speed without it. */
  baud?: number | undefined
  /** What happens by itself beside what the firmware does. */
  plan?: ((instrument: Instrument) => Timed) | undefined
}

/**
 * The firmware: bytes in, bytes out. It has no clock and no timers; whoever runs it says what time it is, and hears from
 * `dueAtUs` when something will happen by itself. All such things happen exactly at the time at which they were due, in
 * order, however late the computer is: so a run repeats to the bit, and an exposure knows exactly when the laser went off.
 */
export class Firmware {
  readonly #time = { nowUs: 0, horizonUs: 0 }
  readonly #instrument: Instrument
  readonly #interpreter: Interpreter
  readonly #reader: MessageReader
  readonly #output: Output
  /** Of two that are due at once the first goes first: safety before light, light before answers. */
  readonly #parts: readonly Timed[]

  constructor({ line, baud = Infinity, plan, ...options }: FirmwareOptions) {
    const time = this.#time
    const instrument = (this.#instrument = new Instrument(time, options))
    const { acquisition, faults, laser, status, watchdog } = instrument
    const report = (error: ScpiError) => {
      status.report(error)
    }
    const output = (this.#output = new Output({ time, line, faults, baud, report }))
    const interpreter = (this.#interpreter = new Interpreter({
      time,
      tree: commandTree(instrument),
      report,
      respond: (answers) => {
        output.answer(responseMessage(answers))
      },
      afterUnit: () => {
        instrument.refresh()
      },
    }))
    this.#reader = new MessageReader(
      (message) => {
        interpreter.receive(message)
        this.#settle()
      },
      () => {
        report(new ScpiError(-363))
      },
    )
    const planned = plan ? [plan(instrument)] : []
    this.#parts = [watchdog, laser, ...planned, acquisition, interpreter, output]
  }

  /** When something happens by itself; Infinity when nothing will. */
  get dueAtUs(): number {
    return this.#next().dueAtUs
  }

  /** Lets device time pass. */
  advance(toUs: number): void {
    this.#time.horizonUs = Math.max(toUs, this.#time.nowUs)
    this.#settle()
    this.#time.nowUs = this.#time.horizonUs
    this.#instrument.refresh()
  }

  /** Bytes from the host. */
  receive(bytes: Uint8Array, atUs: number): void {
    this.advance(atUs)
    this.#reader.read(bytes)
  }

  /** The host closed the port: everything off, and nothing of what it said or was to hear is kept. */
  hangUp(atUs: number): void {
    this.advance(atUs)
    this.#instrument.allOff('hangup')
    this.#reader.clear()
    this.#interpreter.clear()
    this.#output.clear()
    this.#instrument.refresh()
  }

  /** The instrument shuts down. */
  shutDown(atUs: number): void {
    this.advance(atUs)
    this.#instrument.allOff('power')
  }

  /** Everything that is due by the horizon, in order. */
  #settle(): void {
    for (;;) {
      this.#interpreter.run()
      const next = this.#next()
      if (next.dueAtUs > this.#time.horizonUs) return
      this.#time.nowUs = Math.max(this.#time.nowUs, next.dueAtUs)
      next.run()
      this.#instrument.refresh()
    }
  }

  #next(): Timed {
    return this.#parts.reduce((first, part) => (part.dueAtUs < first.dueAtUs ? part : first))
  }
}

function commandTree(instrument: Instrument): CommandTree {
  return new CommandTree(
    commonCommands(instrument),
    detectorCommands(instrument),
    acquisitionCommands(instrument),
    laserCommands(instrument),
    systemCommands(instrument),
    calibrationCommands(instrument),
    statusCommands(instrument),
    simulatorCommands(instrument),
  )
}

function responseMessage(answers: Answer[]): Uint8Array {
  const parts = answers.flatMap((answer, i) => [i > 0 ? ';' : '', answer])
  return Buffer.concat(
    [...parts, '\n'].map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  )
}
