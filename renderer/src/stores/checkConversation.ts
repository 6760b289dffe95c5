import type { FittedLine } from '../../../electron/contract/calibration'
import type { CheckStep, DailyCheckEvent } from '../../../electron/contract/passport'

type Event<Phase extends DailyCheckEvent['phase']> = Extract<DailyCheckEvent, { phase: Phase }>

/** One step as the screen shows it. */
export interface StepView {
  step: CheckStep
  standard: string
  title: string
  /** Null until it was measured; of the last time where it was repeated. */
  measured: (Pick<Event<'measured'>, 'result' | 'spectrum'> & { lines: readonly FittedLine[] }) | null
}

/** A daily check as far as it has come. */
export interface CheckView {
  serialNumber: string
  steps: readonly StepView[]
  /** Which step is at work, or is waited for; null before the first and after the last. */
  current: CheckStep | null
  place: Pick<Event<'place'>, 'instruction' | 'automatic' | 'laser'> | null
  progress: Pick<Event<'measuring'>, 'recorded' | 'frames' | 'percent' | 'remainingMs'> | null
  /** What a person has to do now: put something under the objective, or decide about a step that was refused. */
  asks: 'place' | 'repeat' | null
  outcome: Pick<Event<'done'>, 'passport' | 'status'> | null
}

export const noCheck: CheckView = {
  serialNumber: '',
  steps: [],
  current: null,
  place: null,
  progress: null,
  asks: null,
  outcome: null,
}

/** The check after one more event of its conversation. */
export function afterEvent(check: CheckView, event: DailyCheckEvent): CheckView {
  switch (event.phase) {
    case 'started':
      return {
        ...noCheck,
        serialNumber: event.serialNumber,
        steps: event.steps.map((step) => ({ ...step, measured: null })),
      }
    case 'place':
      return {
        ...check,
        current: event.step,
        place: event,
        progress: check.progress && { ...check.progress, recorded: 0 },
        asks: event.automatic ? null : 'place',
      }
    case 'measuring':
      return { ...check, progress: event, asks: null }
    case 'measured': {
      const { result, spectrum, lines } = event
      const steps = check.steps.map((each) =>
        each.step === event.step ? { ...each, measured: { result, spectrum, lines } } : each,
      )
      return { ...check, steps, asks: event.waits ? 'repeat' : null }
    }
    case 'done':
      return { ...check, current: null, place: null, progress: null, asks: null, outcome: event }
  }
}
