import { createHash } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { AcquisitionPlan } from '../../contract/acquisition'
import type { LaserAuthorisation } from '../../contract/device'
import { toProblem } from '../../contract/errors'
import type { RawFrame } from '../../contract/frame'
import type { Microscope } from '../../devices/microscope'
import { connectScpiMicroscope } from '../../devices/scpi/connectScpiMicroscope'
import type { AcquisitionLog } from '../../instrument/services/acquisitionLog'
import { systemClock } from '../../shared/clock'
import type { JournalReader } from './journalReader'
import type { Attempt, RecordedFrame } from './judgeSoak'

/** Short, so that there are many answers to harm; weak enough for any site's policy. */
export const SOAK_PLAN: AcquisitionPlan = {
  integrationTimeMs: 2,
  darkFrames: 2,
  accumulations: 8,
  laserPowerMilliwatts: 1,
}

/** After a connection that failed. */
const PAUSE_MS = 100

interface Soak {
  port: string
  journal: JournalReader
  log: AcquisitionLog
  authorisation: LaserAuthorisation
  /** Told after each measurement; it goes on while this says so. */
  goOn: (attempts: number) => boolean
}

/** A measurement, and where the case log has it. */
export type LoggedAttempt = Omit<Attempt, 'recorded'> & { acquisitionId: string }

/** Measures again and again, connecting anew whenever the connection was given up. */
export async function soakMicroscope(soak: Soak): Promise<LoggedAttempt[]> {
  const attempts: LoggedAttempt[] = []
  let microscope: Microscope | null = null
  try {
    while (soak.goOn(attempts.length)) {
      if (microscope?.state.connection !== 'idle') {
        await microscope?.close()
        microscope = await connect(soak.port)
      }
      if (microscope) attempts.push(await measureOnce(microscope, soak))
      else await wait(PAUSE_MS)
    }
  } finally {
    await microscope?.close()
  }
  return attempts
}

function connect(path: string): Promise<Microscope | null> {
  return connectScpiMicroscope({ path, clock: systemClock }).catch(() => null)
}

async function measureOnce(
  microscope: Microscope,
  { journal, log, authorisation }: Soak,
): Promise<LoggedAttempt> {
  const { operatorId, lesionId } = authorisation
  const acquisitionId = await log.start({
    operatorId,
    lesionId,
    device: microscope.identity,
    plan: SOAK_PLAN,
    wavenumbers: microscope.wavenumbers,
    calibration: UNCALIBRATED,
  })
  const from = journal.catchUp()
  const acknowledged: RecordedFrame[] = []
  const failure = await microscope
    .acquire({
      plan: SOAK_PLAN,
      authorisation,
      signal: new AbortController().signal,
      onFrame: async (frame, kind) => {
        await log.append(acquisitionId, frame, kind)
        acknowledged.push({ sequence: frame.sequence, sha256: hashOf(frame) })
      },
    })
    .then(
      () => null,
      (error: unknown) => toProblem(error),
    )
  await log.finish(acquisitionId, failure ? { status: 'failed', problem: failure } : { status: 'complete' })
  const planned = SOAK_PLAN.darkFrames + SOAK_PLAN.accumulations
  return {
    acquisitionId,
    from,
    to: journal.catchUp(),
    planned,
    failure: failure && `${failure.code}: ${failure.message}`,
    acknowledged,
  }
}

const UNCALIBRATED = {
  state: 'missing',
  message: 'Soaking: nothing is computed from these frames.',
  tip: null,
  passportId: null,
  measuredAt: null,
  expiresAt: null,
} as const

/** Of its counts, as the journal has it. */
export function hashOf({ intensities }: Pick<RawFrame, 'intensities'>): string {
  const counts = Uint16Array.from(intensities)
  return createHash('sha256').update(new Uint8Array(counts.buffer)).digest('hex')
}
