import { accumulate } from '../../analysis/frames/accumulate'
import type { AcquisitionEvent } from '../../contract/acquisition'
import { bodySites, newLesionSchema } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { Microscope } from '../../devices/microscope'
import { connectMicroscope } from '../../devices/connectMicroscope'
import { noLog } from '../../instrument/services/acquisitionLog'
import { AcquisitionService } from '../../instrument/services/acquisitionService'
import { calibrationInForce, factoryCalibration } from '../../instrument/services/calibration/inForce'
import { DEFAULT_POLICY } from '../../instrument/services/calibration/calibrationStatus'
import type { CaseLogDesk } from '../../instrument/services/caseLogDesk'
import { exposuresInMemory, exposuresOf } from '../../instrument/services/exposure/exposureLog'
import { ExposureService } from '../../instrument/services/exposure/exposureService'
import { recordTo } from '../../instrument/services/recordTo'
import { startAnalysis, type StartedAnalysis } from '../../instrument/services/startAnalysis'
import { startWorker, type StartedWorker } from '../../instrument/services/startWorker'
import { systemClock } from '../../shared/clock'
import { dataFolder } from '../../shared/paths'
import { describeAnswer, summarise } from '../describeAnswer'
import { interruption } from '../interruption'
import { answer, tell } from '../output'
import { requireWritableFile } from '../writeFileSafely'
import { writeSpectra } from '../writeSpectra'

export interface AcquireOptions {
  port: string
  integration: number
  accumulations: number
  dark: number
  power: number
  sample?: string
  eyewearConfirmed?: boolean
  out?: string
  db?: string
  operator: string
  patient: string
  site: string
  json?: boolean
}

export async function acquire(options: AcquireOptions): Promise<void> {
  const interrupted = interruption()
  const fatal = (reason: Error) => {
    // The port closes with the process, and the instrument's watchdog switches its laser off.
    throw reason
  }
  const caseLogThread = options.db
    ? startWorker<CaseLogDesk>('caseLogWorker', { path: options.db, program: 'stokes acquire' }, fatal)
    : null
  const analysisThread = startAnalysis({ rememberIn: dataFolder() }, fatal)
  let microscope: Microscope | null = null
  try {
    // What cannot work is said before anything is exposed.
    if (options.out !== undefined) await requireWritableFile(options.out)
    await caseLogThread?.api.describe()
    const analysis = analysisThread.api
    await analysis.describe()
    microscope = await connectMicroscope({ path: options.port, clock: systemClock })
    await measure(options, microscope, caseLogThread, analysis, interrupted)
  } finally {
    await microscope?.close()
    await caseLogThread?.api.close().catch(() => undefined)
    await Promise.all([caseLogThread?.stop(), analysisThread.stop()])
  }
}

async function measure(
  options: AcquireOptions,
  microscope: Microscope,
  caseLogThread: StartedWorker<CaseLogDesk> | null,
  analysis: StartedAnalysis['api'],
  signal: AbortSignal,
): Promise<void> {
  const { identity } = microscope
  if (options.sample !== undefined) await selectSample(microscope, options.sample)
  const recorded: RawFrame[] = []
  let { wavenumbers } = microscope
  const service = new AcquisitionService({
    connected: () => microscope,
    inForce: async () => {
      const standing = await caseLogThread?.api.passports.standing(identity)
      const now = systemClock.timestamp()
      return standing
        ? calibrationInForce(microscope, { standing, now, policy: DEFAULT_POLICY })
        : factoryCalibration(microscope)
    },
    log: caseLogThread ? recordTo(caseLogThread.api) : noLog,
    exposures: new ExposureService({
      log: caseLogThread ? exposuresOf(caseLogThread.api) : exposuresInMemory(),
      clock: systemClock,
      onProblem: ({ message }) => {
        tell(message)
      },
    }),
    analysis: {
      judge: (measured) => analysis.judge(measured),
      complete: (judged) => analysis.complete(judged),
    },
    recorded: ({ frame, measured }) => {
      recorded.push(frame)
      wavenumbers = measured.wavenumbers
    },
    clock: systemClock,
  })
  const plan = {
    integrationTimeMs: options.integration,
    accumulations: options.accumulations,
    darkFrames: options.dark,
    laserPowerMilliwatts: options.power,
  }
  const authorisation = {
    ...(await whoAndWhat(options, microscope, caseLogThread)),
    // The virtual microscope has no laser that could meet an eye.
    eyewearConfirmed: options.eyewearConfirmed === true || identity.origin === 'simulated',
  }
  let done: Extract<AcquisitionEvent, { phase: 'done' }> | null = null
  try {
    for await (const event of service.start(plan, authorisation, signal)) {
      if (event.phase === 'dark' || event.phase === 'exposing') {
        tell(`${event.recorded} of ${event.frames} frames`)
      }
      if (event.phase === 'done') done = event
    }
  } finally {
    // Also of a measurement that failed: photons that were paid for are not thrown away.
    if (options.out !== undefined && recorded.length > 0)
      await writeFrames(options.out, wavenumbers, recorded)
  }
  if (!done) return
  const described = describeAnswer('spectrum', done.answer)
  const result = {
    device: identity,
    plan,
    framesRecorded: recorded.length,
    acquisition: done.acquisitionId === '' ? null : done.acquisitionId,
    out: options.out ?? null,
    db: options.db ?? null,
    model: done.answer.model,
    recipe: done.answer.recipe,
    threshold: done.answer.threshold,
    demonstration: done.answer.demonstration,
    answer: described,
  }
  answer(result, options, () => summarise([described], done.answer))
}

async function selectSample({ samples }: Microscope, name: string): Promise<void> {
  if (!samples) {
    throw new StokesError('device.unsupported', 'Only the virtual microscope lets a sample be selected.', {
      tip: 'Leave --sample out, and put the sample under the objective.',
    })
  }
  await samples.select(name)
}

/** The operator and the lesion: of the case log, if there is one. */
async function whoAndWhat(
  { operator, patient, site }: AcquireOptions,
  { identity: { origin } }: Microscope,
  caseLogThread: StartedWorker<CaseLogDesk> | null,
): Promise<{ operatorId: string; lesionId: string }> {
  if (!caseLogThread) return { operatorId: operator, lesionId: patient }
  const caseLog = caseLogThread.api
  const bodySite = newLesionSchema.shape.bodySite.safeParse(site)
  if (!bodySite.success) {
    throw new StokesError('usage.invalid', `"${site}" is not a body site.`, {
      tip: `Give one of ${bodySites.join(', ')}.`,
    })
  }
  const { id: operatorId } = await caseLog.ensureOperator(operator)
  const { id: patientId } = await caseLog.ensurePatient(patient)
  const lesion = { patientId, bodySite: bodySite.data, description: 'measured on the command line', origin }
  const { id: lesionId } = await caseLog.addLesion(lesion)
  return { operatorId, lesionId }
}

async function writeFrames(
  path: string,
  wavenumbers: Float64Array,
  frames: readonly RawFrame[],
): Promise<void> {
  const sample = frames.filter(({ laser }) => laser === 'on').map(({ intensities }) => intensities)
  const dark = frames.filter(({ laser }) => laser === 'off').map(({ intensities }) => intensities)
  const named = (name: string, spectra: Float64Array[]) =>
    spectra.map((intensities, index) => ({ name: `${name} ${index + 1}`, intensities }))
  await writeSpectra(path, wavenumbers, [
    ...(sample.length > 0 ? [{ name: 'spectrum', intensities: accumulate(sample, dark) }] : []),
    ...named('frame', sample),
    ...named('dark', dark),
  ])
}
