import type { Answer } from './answers'
import { isWait, type Outcome, type Wait } from './command'
import type { CommandTree } from './commandTree'
import type { DeviceTime, Timed } from './deviceTime'
import { parseUnit, splitOutsideQuotes, type Unit } from './parseUnit'
import { ScpiError } from './scpiError'

/** A message of which something is left to do. */
interface Program {
  units: Unit[]
  answers: Answer[]
  wait?: Wait | undefined
}

/** Messages whose queries may wait behind another one. */
const waitingCapacity = 256

interface Surroundings {
  time: DeviceTime
  tree: CommandTree
  report(error: ScpiError): void
  /** The answers of one message. */
  respond(answers: Answer[]): void
  /** Called after each command, so that the next one of a message finds the registers up to date. */
  afterUnit(): void
}

/**
 * Carries messages out in their order, with one exception (section 2 of the page): while a message waits, the commands of
 * later ones that answer nothing are carried out when they arrive, so that nothing delays a heartbeat or an all-off.
 */
export class Interpreter implements Timed {
  #programs: Program[] = []

  constructor(private readonly around: Surroundings) {}

  /** The end of the wait that everything else waits for. */
  get dueAtUs(): number {
    return this.#programs[0]?.wait?.deadlineUs ?? Infinity
  }

  receive(message: string): void {
    const units = this.#parse(message)
    if (this.#programs.length === 0) {
      const program = { units, answers: [] }
      if (!this.#run(program)) this.#programs.push(program)
      return
    }
    const waiting = this.#runCommands(units)
    if (waiting.length === 0) return
    if (this.#programs.length < waitingCapacity) this.#programs.push({ units: waiting, answers: [] })
    else this.around.report(new ScpiError(-363, 'too many queries wait'))
  }

  /** Goes on with what waited, as far as it is ready. */
  run(): void {
    for (let program = this.#programs[0]; program; program = this.#programs[0]) {
      const { wait } = program
      if (wait) {
        if (!wait.isReady() && this.around.time.nowUs < wait.deadlineUs) return
        program.wait = undefined
        this.#answer(program, wait.finish())
      }
      if (!this.#run(program)) return
      this.#programs.shift()
    }
  }

  /** Forgets what waits, and its answers. */
  clear(): void {
    this.#programs = []
  }

  #parse(message: string): Unit[] {
    return splitOutsideQuotes(message, ';').flatMap((text) => {
      if (text === '') return []
      return this.#try(() => [parseUnit(text)]) ?? []
    })
  }

  /** Carries the units out until one waits; says whether the message is done. */
  #run(program: Program): boolean {
    for (let unit = program.units.shift(); unit; unit = program.units.shift()) {
      const outcome = this.#execute(unit)
      if (!isWait(outcome)) this.#answer(program, outcome)
      else if (outcome.isReady()) this.#answer(program, outcome.finish())
      else {
        program.wait = outcome
        return false
      }
    }
    if (program.answers.length > 0) this.around.respond(program.answers)
    return true
  }

  /** Carries out what answers nothing, up to a `*WAI`; gives back the rest. */
  #runCommands(units: Unit[]): Unit[] {
    const barrier = units.findIndex(({ header }) => header === '*WAI')
    const free = barrier < 0 ? units : units.slice(0, barrier)
    for (const unit of free) if (!unit.isQuery) this.#execute(unit)
    return units.filter((unit, i) => unit.isQuery || (barrier >= 0 && i >= barrier))
  }

  #execute(unit: Unit): Outcome {
    return this.#try(() => {
      const command = this.around.tree.find(unit.header)
      if (!command) throw new ScpiError(-113, unit.header.slice(0, 64))
      const outcome = command(unit.parameters)
      this.around.afterUnit()
      return outcome
    })
  }

  #answer(program: Program, answer: Answer | undefined): void {
    if (answer !== undefined) program.answers.push(answer)
  }

  #try<T>(action: () => T): T | undefined {
    try {
      return action()
    } catch (error) {
      if (!(error instanceof ScpiError)) throw error
      this.around.report(error)
      return undefined
    }
  }
}
