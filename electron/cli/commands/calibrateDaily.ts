import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline/promises'
import type { ShiftStandard } from '../../contract/calibration'
import type {
  CalibrationStatus,
  DailyCheckEvent,
  DailyCheckOptions,
  Passport,
  StepResult,
} from '../../contract/passport'
import type { Microscope } from '../../devices/microscope'
import { connectMicroscope } from '../../devices/connectMicroscope'
import { DEFAULT_POLICY } from '../../instrument/services/calibration/calibrationStatus'
import type { DailyCheck } from '../../instrument/services/calibration/dailyCheck'
import { passportDocument } from '../../instrument/services/calibration/document/passportDocument'
import { calibrationInForce } from '../../instrument/services/calibration/inForce'
import { runDailyCheck } from '../../instrument/services/calibration/runDailyCheck'
import { trendsOf } from '../../instrument/services/calibration/trendFigures'
import type { CaseLogDesk } from '../../instrument/services/caseLogDesk'
import { startWorker, type StartedWorker } from '../../instrument/services/startWorker'
import { systemClock } from '../../shared/clock'
import { exitCodes } from '../exitCodes'
import { interruption } from '../interruption'
import { answer, tell } from '../output'
import { requireWritableFile, writeFileSafely } from '../writeFileSafely'

export interface CalibrateDailyOptions {
  port: string
  db?: string
  operator: string
  standard: ShiftStandard
  without: DailyCheckOptions['without']
  power: number
  eyewearConfirmed?: boolean
  clockConfirmed?: boolean
  document?: string
  json?: boolean
}

/** The whole daily check; the passport goes into the case log. */
export async function calibrateDaily(options: CalibrateDailyOptions): Promise<void> {
  const interrupted = interruption()
  if (options.document !== undefined) await requireWritableFile(options.document)
  const scratch = options.db === undefined ? mkdtempSync(join(tmpdir(), 'stokes-calibrate-')) : null
  const path = options.db ?? join(scratch!, 'case-log.sqlite')
  const caseLog = startWorker<CaseLogDesk>('caseLogWorker', { path, program: 'stokes calibrate' }, fatal)
  let microscope: Microscope | null = null
  try {
    await caseLog.api.describe()
    microscope = await connectMicroscope({ path: options.port, clock: systemClock })
    await check(options, microscope, caseLog.api, interrupted)
  } finally {
    await microscope?.close()
    await caseLog.api.close().catch(() => undefined)
    await caseLog.stop()
    if (scratch !== null) rmSync(scratch, { recursive: true, force: true })
  }
}

async function check(
  options: CalibrateDailyOptions,
  microscope: Microscope,
  caseLog: StartedWorker<CaseLogDesk>['api'],
  signal: AbortSignal,
): Promise<void> {
  const { identity } = microscope
  const { id: operatorId } = await caseLog.ensureOperator(options.operator)
  let conversation: DailyCheck | undefined
  const passport = await runDailyCheck({
    ...{ microscope, caseLog, signal, clock: systemClock, policy: DEFAULT_POLICY },
    // A step that was refused ends the check: the command can be given again.
    attended: false,
    options: {
      operatorId,
      // The virtual microscope has no laser that could meet an eye.
      eyewearConfirmed: options.eyewearConfirmed === true || identity.origin === 'simulated',
      shiftStandard: options.standard,
      without: options.without,
      laserPowerMilliwatts: options.power,
      clockConfirmed: options.clockConfirmed === true,
    },
    onBegin: (begun) => {
      conversation = begun
    },
    tell: (event) => {
      say(event)
      // An interruption ends the check by itself.
      if (event.phase === 'place' && !event.automatic) askFor(conversation!, signal).catch(() => undefined)
    },
  })
  const standing = await caseLog.passports.standing(identity)
  const now = systemClock.timestamp()
  const { status } = calibrationInForce(microscope, { standing, now, policy: DEFAULT_POLICY })
  if (options.document !== undefined) {
    const trends = trendsOf(await caseLog.passports.figures(identity))
    await writeFileSafely(options.document, passportDocument(passport, trends))
  }
  answer(resultOf(passport, status, options), options, () => textOf(passport, status))
  if (passport.verdict !== 'pass') process.exitCode = exitCodes.badInput
}

function resultOf(passport: Passport, status: CalibrationStatus, { db, document }: CalibrateDailyOptions) {
  const { wavelength, laser, verdict, reasons, steps } = passport
  const lines = wavelength?.lines ?? []
  return {
    ok: verdict === 'pass',
    lines: lines.map(({ reference, measured, residual, used }) => ({ reference, measured, residual, used })),
    rmsPixels: wavelength?.rmsPixels ?? null,
    rmsWavenumber: wavelength?.rmsWavenumber ?? null,
    coefficients: wavelength?.coefficients ?? [],
    laserNm: laser?.laserNanometres ?? null,
    reasons,
    verdict,
    steps: steps.map(({ step, standard, ok, figures, instrumentMs }) => ({
      ...{ step, standard, ok, figures, instrumentMs },
    })),
    instrumentSeconds: passport.instrumentMs / 1000,
    drift: passport.drift,
    warnings: passport.warnings,
    passport: db === undefined ? null : passport.id,
    status,
    db: db ?? null,
    document: document ?? null,
  }
}

function say(event: DailyCheckEvent): void {
  if (event.phase === 'place') tell(event.instruction)
  if (event.phase === 'measured') for (const line of stepLines(event.result)) tell(line)
}

function stepLines({ figures }: StepResult): string[] {
  return figures.map(({ label, value, unit, limit, pass }) => {
    const said = value === null ? 'not found' : `${Number(value.toFixed(4))} ${unit}`
    return `  ${pass ? 'good' : 'NOT GOOD'}  ${label}: ${said} (${limit})`
  })
}

function textOf(
  { verdict, reasons, warnings, instrumentMs }: Passport,
  { message, tip }: CalibrationStatus,
): string {
  return [
    `${{ pass: 'Passed', fail: 'Failed', refused: 'Refused' }[verdict]} after ${(instrumentMs / 1000).toFixed(0)} s of instrument time.`,
    ...reasons.map((reason) => `${reason.message} ${reason.tip}`),
    ...warnings,
    tip === null ? message : `${message} ${tip}`,
  ].join('\n')
}

async function askFor(conversation: DailyCheck, signal: AbortSignal): Promise<void> {
  if (!process.stdin.isTTY) {
    conversation.reply({ reply: 'refuse', reason: 'Nobody is there to put the standards in place.' })
    return
  }
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    await terminal.question('Press Enter when it is there. ', { signal })
    conversation.reply({ reply: 'accept' })
  } finally {
    terminal.close()
  }
}

function fatal(reason: Error): void {
  // The port closes with the process, and the instrument's watchdog switches its laser off.
  throw reason
}
