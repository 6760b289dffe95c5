import { ErrorQueue } from './errorQueue'
import type { ScpiError } from './scpiError'
import { StatusRegister } from './statusRegister'

const operationComplete = 1 << 0
const queryError = 1 << 2
const deviceError = 1 << 3
const executionError = 1 << 4
const commandError = 1 << 5
const powerOn = 1 << 7

function eventBit({ number }: ScpiError): number {
  if (number <= -400) return queryError
  if (number <= -300 || number > 0) return deviceError
  return number <= -200 ? executionError : commandError
}

/** What IEEE 488.2 (11) calls the status structure: the error queue, the registers and the byte that sums them up. */
export class Status {
  readonly errors = new ErrorQueue()
  readonly operation = new StatusRegister()
  readonly questionable = new StatusRegister()
  standardEnable = 0
  serviceRequestEnable = 0
  #standardEvent = powerOn

  report(error: ScpiError): void {
    this.errors.push(error)
    this.#standardEvent |= eventBit(error)
  }

  completeOperation(): void {
    this.#standardEvent |= operationComplete
  }

  readStandardEvent(): number {
    const event = this.#standardEvent
    this.#standardEvent = 0
    return event
  }

  get statusByte(): number {
    const summaries =
      (this.errors.count > 0 ? 1 << 2 : 0) |
      (this.questionable.summary ? 1 << 3 : 0) |
      (this.#standardEvent & this.standardEnable ? 1 << 5 : 0) |
      (this.operation.summary ? 1 << 7 : 0)
    return summaries | (summaries & this.serviceRequestEnable ? 1 << 6 : 0)
  }

  clear(): void {
    this.errors.clear()
    this.#standardEvent = 0
    this.operation.clear()
    this.questionable.clear()
  }
}
