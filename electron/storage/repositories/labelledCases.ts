import type { Diagnosis, Lesion, Patient } from '../../contract/cases'
import type { DeviceIdentity, Origin } from '../../contract/frame'
import type { CaseFilter } from '../../contract/learning'
import type { Store } from '../store'

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

/** Which of them; of any origin where it is null, for the caller to refuse a mixture. */
export type LabelledCaseFilter = Omit<CaseFilter, 'origin' | 'spectra'> & { origin: Origin | null }

type Row = Omit<LabelledCase, 'device' | 'passed'> & { device: string; passed: 0 | 1 | null }

/** What models learn from. Reads alone. */
export function labelledCases({ connection }: Store) {
  return {
    /** In the order in which they were measured; of persons, whose doubles were merged, and without deleted cases. Histopathology wins over the clinic, a later diagnosis over an earlier. */
    list(filter: LabelledCaseFilter): LabelledCase[] {
      const rows = connection.all(
        `WITH spoken AS (
           SELECT *, row_number() OVER (
             PARTITION BY lesionId ORDER BY source = 'histopathology' DESC, spokenOn DESC, entry DESC
           ) AS place
           FROM standingDiagnosis WHERE source = 'histopathology' OR @labels = 'any'
         )
         SELECT acquisition.id AS acquisitionId, acquisition.startedAt, acquisition.device, acquisition.origin,
           lesion.id AS lesionId, person.id AS patientId, lesion.bodySite,
           patient.yearOfBirth, patient.sex, patient.skinType,
           spoken.label, spoken.lesionClass, spoken.source,
           (SELECT quality ->> 'pass' FROM result WHERE acquisitionId = acquisition.id
            ORDER BY entry DESC LIMIT 1) AS passed
         FROM acquisition
         JOIN lesion ON lesion.id = acquisition.lesionId
         JOIN person ON person.patientId = lesion.patientId
         JOIN patient ON patient.id = person.id
         JOIN spoken ON spoken.lesionId = lesion.id AND spoken.place = 1
         WHERE acquisition.status = 'complete' AND NOT lesion.deleted
           AND (@origin IS NULL OR acquisition.origin = @origin)
           AND (@from IS NULL OR startedAt >= @from)
           AND (@to IS NULL OR startedAt <= @to)
           AND (@bodySites = '[]' OR bodySite IN (SELECT value FROM json_each(@bodySites)))
           AND (@skinTypes = '[]' OR skinType IN (SELECT value FROM json_each(@skinTypes)))
           AND (@instruments = '[]' OR device ->> 'serialNumber' IN (SELECT value FROM json_each(@instruments)))
         ORDER BY acquisition.entry`,
        {
          labels: filter.labels,
          origin: filter.origin,
          from: filter.from,
          to: filter.to,
          bodySites: JSON.stringify(filter.bodySites),
          skinTypes: JSON.stringify(filter.skinTypes),
          instruments: JSON.stringify(filter.instruments),
        },
      )
      return (rows as Row[]).map(({ device, passed, ...row }) => ({
        ...row,
        device: JSON.parse(device) as DeviceIdentity,
        passed: passed === null ? null : passed === 1,
      }))
    },
  }
}
