import type { Diagnosis, Lesion, Patient } from '../../contract/cases'
import type { DeviceIdentity, Origin } from '../../contract/frame'
import type { Store } from '../store'

export type LabelledCases = ReturnType<typeof labelledCases>

/** A complete acquisition of a lesion of which is known what it is. */
export interface LabelledCase
  extends
    Pick<Lesion, 'patientId' | 'bodySite' | 'origin'>,
    Pick<Patient, 'yearOfBirth' | 'sex' | 'skinType'>,
    Pick<Diagnosis, 'lesionId' | 'label' | 'lesionClass' | 'source'> {
  acquisitionId: string
  startedAt: string
  device: DeviceIdentity
  /** Whether the newest result passed its quality gates; null where there is no result. */
  passed: boolean | null
}

export interface LabelledCaseQuery {
  /** Takes a clinical diagnosis where histopathology has not spoken. */
  clinical: boolean
  /** null takes all, for the caller to refuse a mixture. */
  origin: Origin | null
}

type Row = Omit<LabelledCase, 'device' | 'passed'> & { device: string; passed: 0 | 1 | null }

/** What models learn from. Reads alone. */
export function labelledCases({ connection }: Store) {
  return {
    /** In the order in which they were measured. Histopathology wins over the clinic, a later diagnosis over an earlier. */
    list({ clinical, origin }: LabelledCaseQuery): LabelledCase[] {
      const rows = connection.all(
        `WITH spoken AS (
           SELECT *, row_number() OVER (
             PARTITION BY lesionId ORDER BY source = 'histopathology' DESC, entry DESC
           ) AS place
           FROM diagnosis WHERE source = 'histopathology' OR @clinical
         )
         SELECT acquisition.id AS acquisitionId, acquisition.startedAt, acquisition.device, acquisition.origin,
           lesion.id AS lesionId, lesion.patientId, lesion.bodySite,
           patient.yearOfBirth, patient.sex, patient.skinType,
           spoken.label, spoken.lesionClass, spoken.source,
           (SELECT quality ->> 'pass' FROM result WHERE acquisitionId = acquisition.id
            ORDER BY entry DESC LIMIT 1) AS passed
         FROM acquisition
         JOIN lesion ON lesion.id = acquisition.lesionId
         JOIN patient ON patient.id = lesion.patientId
         JOIN spoken ON spoken.lesionId = lesion.id AND spoken.place = 1
         WHERE acquisition.status = 'complete' AND (@origin IS NULL OR acquisition.origin = @origin)
         ORDER BY acquisition.entry`,
        { clinical: clinical ? 1 : 0, origin },
      )
      return (rows as Row[]).map(({ device, passed, ...row }) => ({
        ...row,
        device: JSON.parse(device) as DeviceIdentity,
        passed: passed === null ? null : passed === 1,
      }))
    },
  }
}
