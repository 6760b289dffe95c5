import type { AcquisitionPlan } from '../../contract/acquisition'
import type { AcquisitionRecord } from '../../contract/cases'
import { StokesError, type Problem } from '../../contract/errors'
import type { DeviceIdentity } from '../../contract/frame'
import type { CalibrationStatus } from '../../contract/passport'
import { notFound } from '../notFound'
import type { Store } from '../store'
import type { Axes } from './axes'
import type { Lesions } from './lesions'
import type { Operators } from './operators'
import type { Passports } from './passports'
import type { Visits } from './visits'

export type Acquisitions = ReturnType<typeof acquisitions>

export interface NewAcquisition {
  lesionId: string
  operatorId: string
  device: DeviceIdentity
  plan: AcquisitionPlan
  /** Of the lesion. @default the first */
  spot?: string | undefined
  /** The axis of every frame to come: cm-1, one a pixel. */
  wavenumbers: Float64Array
  /** What was in force; stamped on all of its frames. */
  calibration?: CalibrationStatus
}

export type AcquisitionOutcome =
  { status: 'complete' | 'cancelled'; problem?: Problem } | { status: 'failed'; problem: Problem }

type Row = Omit<AcquisitionRecord, 'device' | 'plan' | 'problem' | 'file' | 'stated'> & {
  device: string
  plan: string
  problem: string | null
  file: string | null
}

const select = `
  SELECT id, lesionId, operatorId, startedAt, finishedAt, status, problem, origin, device, plan,
    (SELECT count(*) FROM frame WHERE acquisitionId = acquisition.id) AS framesRecorded,
    (SELECT json_object('name', importedFile.name, 'spectrum', importedSpectrum.name, 'measuredAt', measuredAt,
       'integrationTimeMs', integrationTimeMs)
     FROM importedSpectrum JOIN importedFile ON importedFile.id = fileId WHERE acquisitionId = acquisition.id) AS file
  FROM acquisition`

interface Parts {
  operators: Operators
  lesions: Lesions
  axes: Axes
  passports: Passports
  visits: Visits
}

/** Series of exposures of one lesion. */
export function acquisitions({ connection, clock, newId, softwareVersion }: Store, parts: Parts) {
  const { operators, lesions, axes, passports, visits } = parts

  function get(id: string): AcquisitionRecord {
    const row = connection.get(`${select} WHERE id = @id`, { id })
    if (!row) throw notFound('acquisition', id)
    return toRecord(row as Row)
  }

  return {
    get,

    /** Newest first. */
    ofLesion(lesionId: string): AcquisitionRecord[] {
      const rows = connection.all(`${select} WHERE lesionId = @lesionId ORDER BY entry DESC`, { lesionId })
      return (rows as Row[]).map(toRecord)
    },

    countOfLesion(lesionId: string): number {
      const row = connection.get('SELECT count(*) AS count FROM acquisition WHERE lesionId = @lesionId', {
        lesionId,
      })
      return (row as { count: number }).count
    },

    /** The axis of its frames, cm-1. */
    wavenumbers(id: string): Float64Array {
      const row = connection.get('SELECT axisEntry FROM acquisition WHERE id = @id', { id })
      if (!row) throw notFound('acquisition', id)
      return axes.get((row as { axisEntry: number }).axisEntry)
    },

    /**
     * Opens the record, of today's visit; from now on it takes frames.
     * @throws StokesError `acquisition.originMismatch`, `axis.mismatch`, `storage.notFound`
     */
    start({
      lesionId,
      operatorId,
      device,
      plan,
      spot,
      wavenumbers,
      calibration,
    }: NewAcquisition): AcquisitionRecord {
      if (wavenumbers.length !== device.pixels) throw axisMismatch(wavenumbers.length, device.pixels)
      const id = newId()
      return connection.transaction(() => {
        const lesion = lesions.get(lesionId)
        lesions.requireInSight(lesionId)
        if (lesion.origin !== device.origin) throw originMismatch(lesion.origin, device.origin)
        operators.get(operatorId)
        connection.insert('acquisition', {
          id,
          lesionId,
          operatorId,
          origin: device.origin,
          device: JSON.stringify(device),
          plan: JSON.stringify(plan),
          spot: spot ?? null,
          visitId: visits.join(lesion.patientId, operatorId),
          axisEntry: axes.ensure(wavenumbers),
          softwareVersion,
          startedAt: clock.timestamp(),
          status: 'running',
        })
        if (calibration) passports.stamp(id, calibration)
        return get(id)
      })
    },

    /** Closes the record, once: it takes no more frames. */
    finish(id: string, { status, problem }: AcquisitionOutcome): AcquisitionRecord {
      return connection.transaction(() => {
        const changed = connection.run(
          'UPDATE acquisition SET status = @status, finishedAt = @now, problem = @problem WHERE id = @id',
          { id, status, now: clock.timestamp(), problem: problem ? JSON.stringify(problem) : null },
        )
        if (changed === 0) throw notFound('acquisition', id)
        return get(id)
      })
    },

    /** Those that still ran when the program before this one ended become `interrupted`; gives their ids. */
    interruptRunning(): string[] {
      const rows = connection.all(
        `UPDATE acquisition SET status = 'interrupted' WHERE status = 'running' RETURNING id`,
      )
      return (rows as { id: string }[]).map(({ id }) => id)
    },
  }
}

/** What a file says. */
interface InFile extends NonNullable<AcquisitionRecord['file']> {
  measuredAt: string | null
  integrationTimeMs: number | null
}

function toRecord({ device, plan: planned, problem, file: inFile, ...row }: Row): AcquisitionRecord {
  const plan = JSON.parse(planned) as AcquisitionPlan
  return {
    ...row,
    device: JSON.parse(device) as DeviceIdentity,
    plan,
    problem: problem === null ? null : (JSON.parse(problem) as Problem),
    ...(inFile === null ? measuredHere(plan, row.startedAt) : saidBy(JSON.parse(inFile) as InFile)),
  }
}

function measuredHere(
  { integrationTimeMs, laserPowerMilliwatts }: AcquisitionPlan,
  measuredAt: string,
): Pick<AcquisitionRecord, 'file' | 'stated'> {
  return { file: null, stated: { integrationTimeMs, laserPowerMilliwatts, measuredAt } }
}

function saidBy({ name, spectrum, ...said }: InFile): Pick<AcquisitionRecord, 'file' | 'stated'> {
  return { file: { name, spectrum }, stated: { laserPowerMilliwatts: null, ...said } }
}

function originMismatch(ofLesion: string, ofDevice: string): StokesError {
  return new StokesError(
    'acquisition.originMismatch',
    `The lesion is for ${ofLesion} spectra and this microscope gives ${ofDevice} ones.`,
    { tip: `Choose or add a lesion for ${ofDevice} spectra; the origin of a lesion never changes.` },
  )
}

function axisMismatch(points: number, pixels: number): StokesError {
  return new StokesError('axis.mismatch', `The axis has ${points} points and the detector ${pixels} pixels.`)
}
