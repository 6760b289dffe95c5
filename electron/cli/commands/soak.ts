import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { LaserAuthorisation } from '../../contract/device'
import type { CaseLogDesk } from '../../instrument/services/caseLogDesk'
import { readCaseLog } from '../../instrument/services/readCaseLog'
import { recordTo } from '../../instrument/services/recordTo'
import { startWorker, type StartedWorker } from '../../instrument/services/startWorker'
import { resourcesFolder } from '../../shared/paths'
import type { Scenario } from '../../simulator/scenario/scenario'
import { exitCodes } from '../exitCodes'
import { answer, tell } from '../output'
import { readScenario } from '../readScenario'
import { judgeSoak, type Attempt, type SoakFigures } from '../soak/judgeSoak'
import { hashOf, soakMicroscope, type LoggedAttempt } from '../soak/soakMicroscope'
import { startSoakedMicroscope } from '../soak/startSoakedMicroscope'

export interface SoakOptions {
  minutes: number
  faults?: string
  json?: boolean
}

const TELL_EVERY = 200

/**
 * Measures under faults on the wire, through the driver, over a pseudo-terminal, into a case log of its own; judged by the
 * journal of the virtual microscope. Ends after so many minutes, or when the scenario has no faults left.
 */
export async function soak({ minutes, faults, json }: SoakOptions): Promise<void> {
  const path = faults ?? join(resourcesFolder(), 'scenarios', 'wire-faults.json')
  const scenario = await readScenario(path)
  const folder = await mkdtemp(join(tmpdir(), 'stokes-soak-'))
  try {
    const figures = await run(path, scenario, minutes, folder)
    answer(figures, { json }, () => describe(figures))
    if (isWrong(figures)) process.exitCode = exitCodes.fault
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function run(path: string, scenario: Scenario, minutes: number, folder: string): Promise<SoakFigures> {
  const caseLogPath = join(folder, 'soak.db')
  const instrument = await startSoakedMicroscope(path, folder)
  const { port, journal } = instrument
  const caseLog = startWorker<CaseLogDesk>(
    'caseLogWorker',
    { path: caseLogPath, program: 'stokes soak' },
    (reason) => {
      throw reason
    },
  )
  const endsAt = performance.now() + minutes * 60_000
  const most = scenario.lineNoise?.atMost ?? Infinity
  const goOn = (attempts: number): boolean => {
    if (attempts % TELL_EVERY === 0) tell(`${attempts} measurements, ${journal.faults} faults`)
    return performance.now() < endsAt && journal.faults < most
  }
  try {
    const authorisation = await authorise(caseLog.api)
    const attempts = await soakMicroscope({ port, journal, log: recordTo(caseLog.api), authorisation, goOn })
    await caseLog.api.close()
    await instrument.stop()
    journal.catchUp()
    return judgeSoak(journal.entries, withRecorded(attempts, caseLogPath))
  } finally {
    await caseLog.stop()
    await instrument.stop()
    journal.close()
  }
}

async function authorise(caseLog: StartedWorker<CaseLogDesk>['api']): Promise<LaserAuthorisation> {
  const { id: operatorId } = await caseLog.ensureOperator('soak')
  const { id: patientId } = await caseLog.ensurePatient('soak')
  const lesion = { patientId, bodySite: 'other', description: 'soaking', origin: 'simulated' } as const
  const { id: lesionId } = await caseLog.addLesion(lesion)
  return { operatorId, lesionId, eyewearConfirmed: true }
}

/** What the case log holds, read anew from the disk. */
function withRecorded(attempts: readonly LoggedAttempt[], path: string): Attempt[] {
  return readCaseLog(path, ({ frames }) =>
    attempts.map(({ acquisitionId, ...attempt }) => ({
      ...attempt,
      recorded: frames
        .ofAcquisition(acquisitionId)
        .map((frame) => ({ sequence: frame.sequence, sha256: hashOf(frame) })),
    })),
  )
}

/** What must never happen. A frame too many that is measured again does no harm. */
function isWrong({ acceptedWrongly, framesLost, laserUnattendedMs }: SoakFigures): boolean {
  return acceptedWrongly > 0 || framesLost > 0 || laserUnattendedMs > 0
}

function describe(figures: SoakFigures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name}: ${typeof value === 'object' ? JSON.stringify(value) : value}`)
    .join('\n')
}
