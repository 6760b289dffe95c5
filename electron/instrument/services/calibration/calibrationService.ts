import type { Remote } from 'comlink'
import { StokesError, toProblem } from '../../../contract/errors'
import type {
  CalibrationStatus,
  DailyCheckEvent,
  DailyCheckOptions,
  Passport,
  PassportSummary,
  Trend,
} from '../../../contract/passport'
import type { Microscope } from '../../../devices/microscope'
import type { Clock } from '../../../shared/clock'
import { streamWork } from '../../../shared/streamWork'
import type { Calibrated, PassportStanding } from '../../../storage/repositories/passports'
import type { CaseLogDesk } from '../caseLogDesk'
import { Changes } from '../changes'
import type { DeviceService } from '../deviceService'
import { DEFAULT_POLICY } from './calibrationStatus'
import type { DailyCheck } from './dailyCheck'
import { calibrationInForce, factoryCalibration, statusInForce, type CalibrationInForce } from './inForce'
import { passportDocument } from './document/passportDocument'
import { runDailyCheck } from './runDailyCheck'
import { trendsOf } from './trendFigures'

interface CalibrationServiceOptions {
  devices: Pick<DeviceService, 'state' | 'connected'>
  caseLog: Remote<CaseLogDesk>
  clock: Clock
}

/** A passport ages while nothing else changes. */
const LOOK_MS = 30_000

/** What was read of an instrument. */
interface Known {
  microscope: Microscope
  standing: PassportStanding
  inForce: CalibrationInForce
}

/** The passport of the connected instrument: the axis that it gives, and how far it can be trusted. */
export class CalibrationService {
  /** Of the connected instrument; null without one. */
  readonly status = new Changes<CalibrationStatus | null>(null)
  readonly policy = DEFAULT_POLICY
  private known: Known | null = null
  private connected: string | null = null
  private check: DailyCheck | null = null
  /** The check that runs: whether it was cancelled, and when it has ended. */
  private running: { signal: AbortSignal; ended: Promise<void> } | null = null
  private readonly stopListening: () => void
  private readonly timer: NodeJS.Timeout

  constructor(private readonly options: CalibrationServiceOptions) {
    this.stopListening = options.devices.state.listen(({ identity, connection }) => {
      const serialNumber = connection === 'error' ? null : (identity?.serialNumber ?? null)
      if (serialNumber === this.connected) this.look()
      else this.changeTo(serialNumber)
    })
    this.timer = setInterval(() => {
      this.look()
    }, LOOK_MS).unref()
  }

  /** What a measurement that begins now is taken with, as the case log has it. */
  async inForce(microscope: Microscope): Promise<CalibrationInForce> {
    try {
      const standing = await this.options.caseLog.passports.standing(microscope.identity)
      return this.know(microscope, standing)
    } catch (error) {
      const { message, tip = null } = toProblem(error)
      const { wavenumbers, status } = factoryCalibration(microscope)
      return { wavenumbers, status: { ...status, message: `No passport can be read. ${message}`, tip } }
    }
  }

  /** The axis to show frames on, cm-1: as far as it is known at this moment. */
  axisOf(microscope: Microscope): Float64Array {
    return this.known?.microscope === microscope ? this.known.inForce.wavenumbers : microscope.wavenumbers
  }

  /** Of the connected instrument, however old; null where none is in force. */
  async passportInForce(): Promise<Passport | null> {
    const { inForce } = await this.options.caseLog.passports.standing(this.instrument(null))
    return inForce
  }

  /** Newest first; of the connected instrument where none is named. */
  async history(serialNumber: string | null): Promise<PassportSummary[]> {
    return this.options.caseLog.passports.history(this.instrument(serialNumber))
  }

  async trends(serialNumber: string | null): Promise<Trend[]> {
    return trendsOf(await this.options.caseLog.passports.figures(this.instrument(serialNumber)))
  }

  async document(passportId: string): Promise<{ html: string; suggestedName: string }> {
    const { passports } = this.options.caseLog
    const passport = await passports.get(passportId)
    const trends = trendsOf(await passports.figures(passport.device))
    const day = passport.createdAt.slice(0, 10)
    return {
      html: passportDocument(passport, trends),
      suggestedName: `calibration ${passport.serialNumber} ${day}.pdf`,
    }
  }

  /**
   * The conversation of the contract. Ends with `done`, or throws; leaving it early, or the signal, cancels.
   * @throws acquisition.running while another check runs, and what `runDailyCheck` throws
   */
  startDailyCheck(options: DailyCheckOptions, signal?: AbortSignal): AsyncGenerator<DailyCheckEvent, void> {
    const microscope = this.options.devices.connected()
    return streamWork(async (tell, stop) => {
      // One that was cancelled still switches its laser off.
      while (this.running?.signal.aborted) await this.running.ended
      if (this.running) throw runsAlready()
      const work = this.runCheck(microscope, options, tell, stop)
      this.running = { signal: stop, ended: work.catch(() => undefined) }
      await work.finally(() => {
        this.running = null
      })
    }, signal)
  }

  /** To the check that runs; without one it means nothing. */
  reply(reply: Parameters<DailyCheck['reply']>[0]): void {
    this.check?.reply(reply)
  }

  stop(): void {
    this.stopListening()
    clearInterval(this.timer)
  }

  private async runCheck(
    microscope: Microscope,
    options: DailyCheckOptions,
    tell: (event: DailyCheckEvent) => void,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      const passport = await runDailyCheck({
        ...{ microscope, options, tell, signal, policy: this.policy, attended: true },
        caseLog: this.options.caseLog,
        clock: this.options.clock,
        onBegin: (check) => {
          this.check = check
        },
      })
      const { status } = await this.inForce(microscope)
      this.tell(status)
      tell({ phase: 'done', passport, status })
    } finally {
      this.check = null
    }
  }

  private instrument(serialNumber: string | null): Calibrated {
    const { identity } = this.options.devices.connected()
    return serialNumber === null ? identity : { serialNumber, origin: identity.origin }
  }

  private changeTo(serialNumber: string | null): void {
    this.connected = serialNumber
    this.known = null
    if (serialNumber === null) this.status.set(null)
    else {
      const microscope = this.options.devices.connected()
      void this.inForce(microscope).then(({ status }) => {
        if (this.connected === serialNumber) this.tell(status)
      })
    }
  }

  /** The same axis is the same array: who shows frames tells axes apart by that. */
  private know(microscope: Microscope, standing: PassportStanding): CalibrationInForce {
    const { known } = this
    const now = this.options.clock.timestamp()
    const found = calibrationInForce(microscope, { standing, now, policy: this.policy })
    const same =
      known?.microscope === microscope && known.inForce.status.passportId === found.status.passportId
    const inForce = same ? { ...found, wavenumbers: known.inForce.wavenumbers } : found
    this.known = { microscope, standing, inForce }
    return inForce
  }

  private look(): void {
    const { known, policy } = this
    if (!known || this.connected === null) return
    const { microscope, standing, inForce } = known
    const status = statusInForce(microscope, { standing, now: this.options.clock.timestamp(), policy })
    this.known = { microscope, standing, inForce: { ...inForce, status } }
    this.tell(status)
  }

  private tell(status: CalibrationStatus): void {
    if (JSON.stringify(status) !== JSON.stringify(this.status.current)) this.status.set(status)
  }
}

function runsAlready(): StokesError {
  return new StokesError('acquisition.running', 'A daily check runs already.', {
    tip: 'Wait until it has finished, or end it.',
  })
}
