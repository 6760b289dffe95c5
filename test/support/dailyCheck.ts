import type { Remote } from 'comlink'
import type { DailyCheckEvent, DailyCheckOptions, Passport } from '../../electron/contract/passport'
import type { Microscope } from '../../electron/devices/microscope'
import { DEFAULT_POLICY } from '../../electron/instrument/services/calibration/calibrationStatus'
import type { DailyCheck } from '../../electron/instrument/services/calibration/dailyCheck'
import { evaluateStep } from '../../electron/instrument/services/calibration/evaluateStep'
import { runDailyCheck } from '../../electron/instrument/services/calibration/runDailyCheck'
import { CaseLogDesk } from '../../electron/instrument/services/caseLogDesk'
import { systemClock, type Clock } from '../../electron/shared/clock'
import { randomId } from '../../electron/shared/ids'
import { openCaseLog } from '../../electron/storage/openCaseLog'

/** A case log in this process, called as its thread is. */
export function caseLogHere(path: string, clock: Clock = systemClock): Remote<CaseLogDesk> {
  const desk = new CaseLogDesk(() =>
    openCaseLog({ path, clock, newId: randomId, softwareVersion: 'test', program: 'test' }),
  )
  return answeringLater(desk) as unknown as Remote<CaseLogDesk>
}

/** Every method answers with a promise, those of its parts too. */
function answeringLater<T extends object>(target: T): T {
  return new Proxy(target, {
    get: (of, name) => {
      const value: unknown = Reflect.get(of, name)
      if (typeof value === 'function')
        return async (...args: unknown[]): Promise<unknown> => Promise.resolve(Reflect.apply(value, of, args))
      return typeof value === 'object' && value !== null ? answeringLater(value) : value
    },
  })
}

interface Choices {
  options?: Partial<DailyCheckOptions>
  clock?: Clock
  /** Told each event, with the conversation to answer in; without it a refused step ends the check. */
  attend?: (event: DailyCheckEvent, check: DailyCheck) => void
  /** The same before the check goes on. */
  atOnce?: (event: DailyCheckEvent, check: DailyCheck) => void
  signal?: AbortSignal
}

/** A daily check as the window and the command line run it, with its fits in this process. */
export async function dailyCheck(
  microscope: Microscope,
  caseLog: Remote<CaseLogDesk>,
  { options, clock = systemClock, attend, atOnce, signal = new AbortController().signal }: Choices = {},
): Promise<{ passport: Passport; events: DailyCheckEvent[] }> {
  const events: DailyCheckEvent[] = []
  let check: DailyCheck | undefined
  const passport = await runDailyCheck({
    ...{ microscope, caseLog, clock, signal, policy: DEFAULT_POLICY, attended: attend !== undefined },
    options: {
      operatorId: (await caseLog.ensureOperator('Ada')).id,
      eyewearConfirmed: true,
      shiftStandard: 'acetaminophen',
      without: [],
      laserPowerMilliwatts: 25,
      clockConfirmed: false,
      ...options,
    },
    onBegin: (begun) => {
      check = begun
    },
    tell: (event) => {
      events.push(event)
      atOnce?.(event, check!)
      if (attend) setImmediate(attend, event, check!)
    },
    startThread: () => ({
      evaluate: (input) => Promise.resolve().then(() => evaluateStep(input)),
      stop: () => Promise.resolve(),
    }),
  })
  return { passport, events }
}
