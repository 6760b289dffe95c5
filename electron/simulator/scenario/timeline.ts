import type { Timed } from '../firmware/deviceTime'
import type { FaultName } from '../firmware/faultNames'
import type { Instrument } from '../firmware/instrument'
import { ScpiError } from '../firmware/scpiError'
import type { ScenarioEvent } from './scenario'

interface Step {
  atUs: number
  happen(instrument: Instrument): void
}

/** Lets the events of a scenario happen when they are due. */
export class Timeline implements Timed {
  readonly #steps: Step[]

  constructor(
    events: readonly ScenarioEvent[],
    private readonly instrument: Instrument,
  ) {
    this.#steps = events.flatMap(stepsOf).sort((a, b) => a.atUs - b.atUs)
  }

  get dueAtUs(): number {
    return this.#steps[0]?.atUs ?? Infinity
  }

  run(): void {
    this.#steps.shift()?.happen(this.instrument)
  }
}

function stepsOf(event: ScenarioEvent): Step[] {
  const atUs = microseconds(event.atSeconds)
  const { sample, drift, disturb, fault } = event
  const happen = (instrument: Instrument): void => {
    if (sample !== undefined) instrument.model.select(sample)
    drift?.forEach(({ name, value }) => {
      instrument.drifts.set(name, value, microseconds(event.overSeconds ?? 0))
    })
    disturb?.forEach((name) => {
      instrument.disturbances.set(name, true)
    })
    if (fault !== undefined) plan(instrument, fault, event.count ?? 1)
    if (event.unplug) instrument.unplug()
  }
  if (!disturb || event.forSeconds === undefined) return [{ atUs, happen }]
  const end: Step = {
    atUs: atUs + microseconds(event.forSeconds),
    happen: (instrument) => {
      disturb.forEach((name) => {
        instrument.disturbances.set(name, false)
      })
    },
  }
  return [{ atUs, happen }, end]
}

/** Too many at once are an error of the instrument's, as they are by command. */
function plan({ faults, status }: Instrument, fault: FaultName, count: number): void {
  try {
    faults.plan(fault, count)
  } catch (error) {
    if (!(error instanceof ScpiError)) throw error
    status.report(error)
  }
}

function microseconds(seconds: number): number {
  return Math.round(seconds * 1e6)
}
