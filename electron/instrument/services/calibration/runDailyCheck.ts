import type { Remote } from 'comlink'
import { polynomialAt } from '../../../analysis/calibration/fitPolynomial'
import { StokesError } from '../../../contract/errors'
import type { DailyCheckEvent, DailyCheckOptions, Passport, PassportPolicy } from '../../../contract/passport'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import type { CaseLogDesk } from '../caseLogDesk'
import { startWorker } from '../startWorker'
import { CLOCK_TOLERANCE_MS } from './calibrationStatus'
import { DailyCheck } from './dailyCheck'
import type { EvaluatedStep, FormerCalibration, StepInput } from './findings'
import { wavelengthsOf } from './inForce'
import { passportOf } from './passportOf'
import type { PassportStanding } from '../../../storage/repositories/passports'

/** What the thread of a daily check offers. */
export interface CalibrationThread {
  evaluate(input: StepInput): EvaluatedStep
}

interface StartedCalibration {
  evaluate(input: StepInput): Promise<EvaluatedStep>
  stop(): Promise<void>
}

interface RunDailyCheckParts {
  microscope: Microscope
  options: DailyCheckOptions
  caseLog: Remote<CaseLogDesk>
  policy: PassportPolicy
  /** Whether somebody is there to repeat a step that was refused. */
  attended: boolean
  clock: Clock
  /** Given the conversation when it begins. */
  onBegin: (check: DailyCheck) => void
  tell: (event: DailyCheckEvent) => void
  signal: AbortSignal
  /** @default a thread: fits hold a loop up for longer than the one that owns the port may be */
  startThread?: () => StartedCalibration
}

/**
 * Checks the instrument and writes what came of it into the case log: a passport that is in force from now on, or the reasons
 * why not. Nothing is written of a check that is cancelled.
 *
 * @throws usage.invalid for an operator that is not known, calibration.refused, device.unsupported, acquisition.cancelled,
 * and what the instrument and the case log throw
 */
export async function runDailyCheck(parts: RunDailyCheckParts): Promise<Passport> {
  const { microscope, options, caseLog, policy, clock } = parts
  const { identity } = microscope
  if (identity.origin === 'replayed') throw notCalibrated()
  const operators = await caseLog.operators()
  if (!operators.some(({ id }) => id === options.operatorId)) throw nobody()
  const standing = await caseLog.passports.standing(identity)
  if (!options.clockConfirmed) requireClock(standing, clock.timestamp())
  const former = formerOf(microscope, standing)

  const thread = (parts.startThread ?? startCalibrationThread)()
  try {
    const check = new DailyCheck({ ...parts, former, evaluate: (input) => thread.evaluate(input) })
    parts.onBegin(check)
    const checked = await check.run()
    const rows = await caseLog.passports.figures(identity)
    const now = clock.timestamp()
    return await caseLog.passports.add(
      passportOf(checked, { microscope, options, former, policy, rows, now }),
    )
  } finally {
    await thread.stop()
  }
}

function startCalibrationThread(): StartedCalibration {
  let died: (reason: Error) => void = () => undefined
  const end = new Promise<never>((_, reject) => {
    died = reject
  })
  end.catch(() => undefined)
  const thread = startWorker<CalibrationThread>('calibrationWorker', null, died)
  return {
    evaluate: (input) => Promise.race([thread.api.evaluate(input), end]),
    stop: () => thread.stop(),
  }
}

/** Of a laser whose instrument does not say where it is: the axis was computed with it. */
const USUAL_NANOMETRES = 785

/** What the instrument is held against: its passport in force, else what its maker stored in it. */
function formerOf(
  { identity, wavenumbers }: Microscope,
  { inForce }: Pick<PassportStanding, 'inForce'>,
): FormerCalibration {
  const made = identity.excitationNanometres
  const factory = wavenumbers.map((shift) => 1e7 / (1e7 / (made ?? USUAL_NANOMETRES) - shift))
  const own = wavelengthsOf(inForce, identity.pixels)
  if (!own) return { wavelengths: factory, factory, laserNanometres: made, passport: null }
  const wavelengths = factory.map((_, pixel) => polynomialAt(own.coefficients, pixel))
  return { wavelengths, factory, laserNanometres: own.laserNanometres, passport: inForce }
}

function requireClock({ lastMadeAt }: PassportStanding, now: string): void {
  if (lastMadeAt === null || Date.parse(now) >= Date.parse(lastMadeAt) - CLOCK_TOLERANCE_MS) return
  throw new StokesError(
    'calibration.refused',
    `The clock of this computer says ${now}, and the last daily check was made at ${lastMadeAt}: it went backwards.`,
    { tip: 'Set the clock. Where it is right now and was wrong then, confirm that and check again.' },
  )
}

function notCalibrated(): StokesError {
  return new StokesError('device.unsupported', 'A recorded file cannot be calibrated.', {
    tip: 'Connect an instrument, or the virtual microscope.',
  })
}

function nobody(): StokesError {
  return new StokesError('usage.invalid', 'Nobody that the case log knows makes this check.', {
    tip: 'Choose an operator.',
  })
}
