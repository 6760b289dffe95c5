import type { Answer } from './answers'
import { limit, type NumberRange, type Place } from './parameters'
import type { Parameter } from './parseUnit'
import { ScpiError } from './scpiError'

/** A command that is not done yet. It goes on when `isReady` or at the deadline, in device time. */
export interface Wait {
  deadlineUs: number
  isReady(): boolean
  finish(): Answer | undefined
}

/** An answer, none (a command, or a query that answers nothing), or a wait. */
export type Outcome = Answer | Wait | undefined

/** Carries a unit out; throws a ScpiError. */
export type Command = (parameters: Parameter[]) => Outcome

/** Commands by their header as the protocol page writes it: `[SENSe:]AVERage:COUNt`, `*IDN?`. */
export type CommandTable = Readonly<Record<string, Command>>

type Places<Values extends unknown[]> = { [K in keyof Values]: Place<Values[K]> }

/** A command that takes these parameters. They are all read before anything happens. */
export function takes<Values extends unknown[]>(
  places: readonly [...Places<Values>],
  run: (...values: Values) => Outcome,
): Command {
  return (parameters) => {
    if (parameters.length > places.length) throw new ScpiError(-108)
    const values = places.map((place: Place<unknown>, i) => {
      const parameter = parameters[i]
      if (parameter) return place.decode(parameter)
      if (place.absent) return place.absent.value
      throw new ScpiError(-109)
    })
    return run(...(values as Values))
  }
}

/** A command without parameters. */
export function plain(run: () => Outcome): Command {
  return takes([], run)
}

/** The query of a number: `X?`, and `X? MIN` for its limits. */
export function numberQuery(range: NumberRange, read: () => string): Command {
  return ([parameter, ...more]) => {
    if (parameter === undefined) return read()
    if (more.length > 0) throw new ScpiError(-108)
    if (parameter.kind !== 'word') throw new ScpiError(-104, 'MINimum, MAXimum or DEFault')
    return String(limit(range, parameter.text))
  }
}

export function isWait(outcome: Outcome): outcome is Wait {
  return typeof outcome === 'object' && 'deadlineUs' in outcome
}
