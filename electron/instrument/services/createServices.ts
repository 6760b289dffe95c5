import type { Remote } from 'comlink'
import { join } from 'node:path'
import { toProblem, type Problem } from '../../contract/errors'
import type { EngineFailure, SystemStatus } from '../../contract/system'
import { openReplay } from '../../devices/replay/openReplay'
import { connectScpiMicroscope } from '../../devices/scpi/connectScpiMicroscope'
import { connectWasatchMicroscope } from '../../devices/wasatch/connectWasatchMicroscope'
import { listWasatch } from '../../devices/wasatch/listWasatch'
import { serialPortList } from '../../devices/transport/serialPortList'
import { Backlog } from '../../shared/backlog'
import { systemClock } from '../../shared/clock'
import { AcquisitionService } from './acquisitionService'
import { modelUse } from '../../models/lifecycle/modelUse'
import { AnalysisSwitch } from './analysisSwitch'
import { AuditService } from './audit/auditService'
import { CalibrationService } from './calibration/calibrationService'
import type { CaseLogDesk, CaseLogThreadOptions } from './caseLogDesk'
import { lookedAtBy, type CaseLogReads } from './caseLogReads'
import { DeviceLog } from './deviceLog'
import { DeviceService } from './deviceService'
import { EngineWatch } from './engineWatch'
import { ExchangeService } from './exchange/exchangeService'
import { exposuresOf } from './exposure/exposureLog'
import { ExposureService } from './exposure/exposureService'
import { createLearning } from './learning/createLearning'
import type { LearningService } from './learning/learningService'
import { LiveService } from './liveService'
import { lessDark } from './measuredFrames'
import { PhotoService } from './photos/photoService'
import { PreviewService } from './previewService'
import { recordTo } from './recordTo'
import { ReprocessingService } from './reprocess/reprocessingService'
import type { Keychain } from './safety/keyVault'
import { ownsKey } from './safety/ownsKey'
import { SafetyService, type SafetyOptions } from './safety/safetyService'
import type { ServingModelOptions } from './servingModel'
import { startWorker, type StartedWorker } from './startWorker'
import { systemStatus } from './systemStatus'
import { TeachingService } from './teaching/teachingService'
import { accountsOf } from './trust/accountsOf'
import { TrustService } from './trust/trustService'

export interface ServicesOptions {
  caseLogPath: string
  /** Named to others that want to write the case log. */
  program: string
  /** Port of the virtual microscope; null where there is none. */
  virtualMicroscope: string | null
  /** A port to offer beside those that the system lists; null for none. */
  port: string | null
  model: ServingModelOptions
  /** Program of the training process. @default the one that is built */
  trainer?: string
  /** Of the system; null where there is no main process to ask. @default null */
  keychain?: Keychain | null
  /** See `SafetyOptions`. @default null */
  restartAfter?: SafetyOptions['restartAfter']
  /** A thread ended by itself: nothing that waits for it will be answered. */
  onFatal: (reason: Error) => void
}

export interface Services {
  devices: DeviceService
  deviceLog: DeviceLog
  live: LiveService
  preview: PreviewService
  acquisition: AcquisitionService
  calibration: CalibrationService
  exposures: ExposureService
  caseLog: Remote<CaseLogDesk>
  /** The same, for whoever only looks. */
  cases: ReturnType<typeof lookedAtBy>
  /** Many cases at once. */
  overview: () => Remote<CaseLogReads>
  audit: AuditService
  analysis: AnalysisSwitch
  learning: LearningService
  teaching: TeachingService
  exchange: ExchangeService
  photos: PhotoService
  reprocessing: ReprocessingService
  safety: SafetyService
  trust: TrustService
  /** Those that arise outside any call. */
  problems: Backlog<Problem>
  status: () => Promise<SystemStatus>
  /** Ends what runs and switches the laser off; resolves when it is read back as off. */
  stopLaser: () => Promise<void>
  /** Laser off, port released, case log closed. */
  close: () => Promise<void>
}

/** Puts the services together: the one place that knows which part is which. */
export function createServices(options: ServicesOptions): Services {
  const caseLogThread = startWorker<CaseLogDesk>(
    'caseLogWorker',
    { path: options.caseLogPath, program: options.program } satisfies CaseLogThreadOptions,
    options.onFatal,
    // What it makes is soon garbage; V8 would give it twice the room, and twice that, before it collects.
    { resourceLimits: { maxYoungGenerationSizeMb: 3 } },
  )
  const caseLog = caseLogThread.api
  const startReads = () =>
    startWorker<CaseLogReads>('caseLogReadsWorker', { path: options.caseLogPath }, options.onFatal)
  const reads = startReads()
  // What looks at many cases at once takes a second; the list does not wait for it. Few ask for it, so it is started for the first.
  let manyReads: StartedWorker<CaseLogReads> | null = null
  const overview = () => (manyReads ??= startReads()).api

  const clock = systemClock
  const problems = new Backlog<Problem>()
  const analysis: AnalysisSwitch = new AnalysisSwitch({
    model: options.model,
    clock,
    onFailure: (failure) => {
      problems.tell(engineProblem(failure))
    },
    onLost: (reason) => {
      problems.tell(toProblem(reason))
      // A measurement goes on, for it needs no analysis yet; nobody sees enough of a preview.
      if (devices.state.current.preview?.laser) devices.stopLaser().catch(() => undefined)
    },
    currentUse: () => modelUse(devices.state.current.identity?.origin ?? 'simulated'),
    idle: () => acquisition.whenIdle(),
  })
  const live = new LiveService(clock)
  const devices = new DeviceService({
    virtualMicroscope: options.virtualMicroscope,
    port: options.port,
    clock,
    drivers: {
      listSerial: serialPortList(),
      connectScpi: (path) => connectScpiMicroscope({ path, clock }),
      listUsb: listWasatch,
      connectUsb: (path) => connectWasatchMicroscope({ path, clock }),
      openReplay: (path) => openReplay({ path, clock }),
    },
  })
  const deviceLog = new DeviceLog({ state: devices.state, clock })
  const calibration = new CalibrationService({ devices, caseLog, clock })
  const exposures = new ExposureService({
    log: exposuresOf(caseLog),
    clock,
    onProblem: (problem) => {
      problems.tell(toProblem(problem))
    },
  })
  const preview = new PreviewService({
    devices,
    live,
    exposures,
    axisOf: (microscope) => calibration.axisOf(microscope),
    prepare: (wavenumbers, intensities) => analysis.preview(wavenumbers, intensities),
    problems,
  })
  const acquisition: AcquisitionService = new AcquisitionService({
    connected: () => devices.connected(),
    inForce: (microscope) => calibration.inForce(microscope),
    log: recordTo(caseLog),
    exposures,
    analysis,
    recorded: ({ frame, kind, measured, completedAt, last }) => {
      // The window draws the answer next, and no frame before it.
      if (last) return
      const shown = kind === 'dark' ? frame : { ...frame, intensities: lessDark(frame, measured) }
      preview.show(shown, { wavenumbers: measured.wavenumbers, mode: 'recording', completedAt })
    },
    clock,
    answered: (acquisitionId, measured) =>
      void learning.service.registry.judgeInShadow(acquisitionId, measured),
  })
  const teaching = new TeachingService({
    devices,
    inForce: (microscope) => calibration.inForce(microscope),
    analysis,
  })
  const learning = createLearning({
    caseLogPath: options.caseLogPath,
    log: caseLog.learning,
    analysis,
    clock,
    tellProblem: (problem) => {
      problems.tell(problem)
    },
    trainer: options.trainer,
  })
  const begin = (): void => {
    reportInterrupted(caseLog, problems)
    // Why the case log cannot be opened is told above.
    learning.begin().catch(() => undefined)
  }
  begin()
  const isIdle = (): boolean =>
    devices.state.current.connection !== 'acquiring' && !devices.state.current.preview
  const safety = new SafetyService({
    path: options.caseLogPath,
    clock,
    keychain: options.keychain ?? null,
    isIdle,
    tellProblem: (problem) => {
      problems.tell(problem)
    },
    user: () => trust.state.current.user?.name ?? null,
    note: (kind, details) => caseLog.events.add(kind, details),
    onUnlocked: begin,
    onDamaged: (reason) => {
      caseLog.onlyRead(toProblem(reason)).catch(() => undefined)
    },
    restartAfter: options.restartAfter ?? null,
  })
  const exchange = new ExchangeService({
    caseLogPath: options.caseLogPath,
    caseLog,
    measuring: () => devices.state.current.connection === 'acquiring',
  })
  const reprocessing = new ReprocessingService({
    caseLogPath: options.caseLogPath,
    log: caseLog.reprocessings,
    measuring: () => devices.state.current.connection === 'acquiring',
    clock,
    tellProblem: (problem) => {
      problems.tell(problem)
    },
  })
  const stopLaser = async (): Promise<void> => {
    exposures.stopPending()
    void acquisition.cancel()
    await devices.stopLaser()
  }
  const trust: TrustService = new TrustService({
    log: caseLog,
    readAccounts: () => accountsOf(options.caseLogPath, reads.api),
    ownsKey: (words) => ownsKey(options.caseLogPath, words),
    clock,
    measuring: () => devices.state.current.connection === 'acquiring',
    stopLaser,
  })
  const engineWatch = new EngineWatch({
    idle: isIdle,
    reconsider: () => analysis.reconsiderEngines(),
  })

  return {
    devices,
    deviceLog,
    live,
    preview,
    acquisition,
    calibration,
    exposures,
    caseLog,
    cases: lookedAtBy(reads.api, caseLog),
    overview,
    audit: new AuditService({ caseLogPath: options.caseLogPath, caseLog, reads: overview, clock }),
    analysis,
    learning: learning.service,
    teaching,
    exchange,
    photos: new PhotoService(caseLog),
    reprocessing,
    safety,
    trust,
    problems,
    status: () => systemStatus({ caseLog, analysis }),
    stopLaser,
    close: async () => {
      const cancelled = acquisition.cancel()
      await devices.disconnect()
      await cancelled
      await learning.close()
      await reprocessing.close()
      await safety.close()
      await trust.stop()
      // A case log that could not be opened has nothing to close.
      await Promise.all([reads.api.close(), manyReads?.api.close()])
      await caseLog.close().catch(() => undefined)
      calibration.stop()
      engineWatch.stop()
      await Promise.all([caseLogThread.stop(), reads.stop(), manyReads?.stop(), analysis.stop()])
    },
  }
}

/** What a person is told of an engine that failed: nothing was lost, and what serves now. */
function engineProblem({ engine, reason, now }: EngineFailure): Problem {
  return {
    code: 'engine.failed',
    message: `The engine ${engine} failed and is left out: ${reason}`,
    tip: now
      ? `The same spectrum was given to ${now}, which serves now. Nothing was lost.`
      : 'The same spectrum is given to the next engine. Nothing was lost.',
  }
}

/** Opens the case log at once, and says what a program that died left behind. */
function reportInterrupted(caseLog: Remote<CaseLogDesk>, problems: Backlog<Problem>): void {
  caseLog.describe().then(
    ({ interrupted }) => {
      if (interrupted === 0) return
      const which = interrupted === 1 ? 'One measurement was' : `${interrupted} measurements were`
      problems.tell({
        code: 'acquisition.interrupted',
        message: `${which} interrupted when Stokes last ended. The frames recorded until then are in the case log.`,
        tip: 'Open the case to see them, and repeat the measurement.',
      })
    },
    (error: unknown) => {
      problems.tell(toProblem(error))
    },
  )
}

/** Where the case log of this person lies. */
export function caseLogPath(dataFolder: string): string {
  return join(dataFolder, 'case-log.sqlite')
}
