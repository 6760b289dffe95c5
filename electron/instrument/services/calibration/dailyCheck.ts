import type { FittedLine } from '../../../contract/calibration'
import type { CheckReason, CheckStep, DailyCheckEvent, DailyCheckOptions } from '../../../contract/passport'
import { StokesError } from '../../../contract/errors'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import { checkSteps, type StepPlan } from './checkSteps'
import {
  noFindings,
  type CheckedInstrument,
  type EvaluatedStep,
  type Findings,
  type FormerCalibration,
  type StepInput,
  type Temperatures,
} from './findings'
import { measureStandard, type MeasuredStandard } from './measureStandard'

interface DailyCheckParts {
  microscope: Microscope
  options: DailyCheckOptions
  former: FormerCalibration
  /** Runs elsewhere: it would hold up the loop that owns the port. */
  evaluate: (input: StepInput) => Promise<EvaluatedStep>
  /** Whether somebody is there to repeat a step that was refused. */
  attended: boolean
  clock: Clock
  tell: (event: DailyCheckEvent) => void
  signal: AbortSignal
}

type Reply = { reply: 'accept' | 'repeat' } | { reply: 'refuse'; reason: string }

/** Of exposing and reading, ms: for the progress before it is known better. */
const USUAL_FRAME_MS = 1000

/** One conversation: it asks for a standard, measures it, says what came of it, and asks for the next. */
export class DailyCheck {
  private hear: ((reply: Reply) => void) | null = null
  private readonly plans: StepPlan[]
  private readonly checked: CheckedInstrument = {
    steps: [],
    findings: noFindings,
    spectra: new Map(),
    instrumentMs: 0,
    temperatures: [],
    refused: [],
  }

  constructor(private readonly parts: DailyCheckParts) {
    this.plans = checkSteps(parts.options)
  }

  /** Said while nobody waits for it, it means nothing. */
  reply(reply: Reply): void {
    this.hear?.(reply)
  }

  /** @throws acquisition.cancelled, and what the instrument throws */
  async run(): Promise<CheckedInstrument> {
    const { microscope, tell } = this.parts
    const { samples, identity } = microscope
    const before = samples?.selected
    tell({
      phase: 'started',
      steps: this.plans.map(({ step, standard, title }) => ({ step, standard, title })),
      serialNumber: identity.serialNumber,
    })
    try {
      for (const plan of this.plans) {
        const goesOn = await this.take(plan)
        if (!goesOn) break
      }
    } finally {
      // An instrument that is gone has no sample to put back.
      if (before !== undefined) await samples?.select(before).catch(() => undefined)
    }
    return this.checked
  }

  /** One step, until it says something; false where the check ends with it. */
  private async take(plan: StepPlan): Promise<boolean> {
    const { tell, attended } = this.parts
    for (;;) {
      const placed = await this.place(plan)
      if (placed.reply === 'refuse') return this.end([refusedByPerson(placed.reason)])
      const measured = await this.measure(plan)
      this.checked.instrumentMs += measured.instrumentMs
      this.checked.temperatures.push(...measured.frames.map(temperaturesOf))
      const { result, findings, spectrum, wavenumbers } = await this.evaluate(measured)
      const waits = !result.says && attended
      const answer = waits ? this.answer() : null
      const shown = { intensities: [...spectrum.counts], wavenumbers: [...wavenumbers] }
      tell({
        ...{ phase: 'measured', step: plan.step, result, spectrum: shown, waits },
        lines: linesOf(plan.step, findings),
      })
      const reply = await answer
      if (reply?.reply === 'repeat' || reply?.reply === 'accept') continue
      this.checked.steps.push(result)
      this.checked.spectra.set(plan.step, spectrum)
      this.checked.findings = findings
      if (result.says) return true
      const said = reply?.reply === 'refuse' && reply.reason !== '' ? [refusedByPerson(reply.reason)] : []
      return this.end([...result.reasons, ...said])
    }
  }

  private end(reasons: CheckReason[]): false {
    this.checked.refused = reasons
    return false
  }

  private async place({ step, standard, instruction, laser }: StepPlan): Promise<Reply> {
    const { tell, microscope } = this.parts
    const { samples } = microscope
    const automatic = samples?.catalogue.includes(standard) ?? false
    // Who is told may answer at once.
    const answer = automatic ? null : this.answer()
    tell({ phase: 'place', step, standard, instruction, laser, automatic })
    if (answer) return answer
    await samples?.select(standard)
    return { reply: 'accept' }
  }

  private measure(plan: StepPlan): Promise<MeasuredStandard> {
    const { microscope, options, clock, signal, tell } = this.parts
    const { operatorId, eyewearConfirmed, laserPowerMilliwatts } = options
    const at = this.plans.indexOf(plan)
    const further = this.plans.slice(at + 1).reduce((sum, other) => sum + framesOf(other), 0)
    return measureStandard(microscope, {
      ...{ plan, laserPowerMilliwatts, clock, signal },
      floorCounts: Math.min(...(this.checked.findings.dark?.bias ?? [0])),
      authorisation: { operatorId, eyewearConfirmed, standard: plan.standard },
      onProgress: ({ recorded, frames, remainingMs }) => {
        tell({
          ...{ phase: 'measuring', step: plan.step, recorded, frames },
          percent: (100 * (at + recorded / frames)) / this.plans.length,
          remainingMs: remainingMs + further * USUAL_FRAME_MS,
        })
      },
    })
  }

  private evaluate(measured: MeasuredStandard): Promise<EvaluatedStep> {
    const { microscope, former, evaluate } = this.parts
    const { findings, spectra } = this.checked
    return evaluate({ device: microscope.identity, measured, former, findings, spectra })
  }

  private answer(): Promise<Reply> {
    const { signal } = this.parts
    return new Promise((resolve, reject) => {
      const cancelled = () => {
        this.hear = null
        reject(new StokesError('acquisition.cancelled', 'The daily check was cancelled.'))
      }
      if (signal.aborted) {
        cancelled()
        return
      }
      signal.addEventListener('abort', cancelled, { once: true })
      this.hear = (reply) => {
        this.hear = null
        signal.removeEventListener('abort', cancelled)
        resolve(reply)
      }
    })
  }
}

function framesOf({ accumulations, darkFrames, exposuresMs }: StepPlan): number {
  return (accumulations + darkFrames) * Math.max(exposuresMs.length, 1)
}

/** What the fit of a step leaves, line by line. */
function linesOf(step: CheckStep, { wavelength, shift }: Findings): FittedLine[] {
  if (step === 'neon' || step === 'argon') return wavelength?.lines ?? []
  return step === 'shift' ? (shift?.lines ?? []) : []
}

function refusedByPerson(reason: string): CheckReason {
  return {
    code: 'refusedByPerson',
    message: reason === '' ? 'The check was ended by hand.' : `The check was ended by hand: ${reason}`,
    tip: 'Run the daily check again.',
  }
}

function temperaturesOf({ detectorTemperatureCelsius, laserTemperatureCelsius }: Temperatures): Temperatures {
  return { detectorTemperatureCelsius, laserTemperatureCelsius }
}
