import type { CaseDetail, CasePage, CaseQuery, CaseRow } from '../../contract/cases'
import { caseCondition } from '../caseCondition'
import { readCursor, writeCursor, type CasePosition } from '../cursor'
import type { Store } from '../store'
import type { Acquisitions } from './acquisitions'
import type { Diagnoses } from './diagnoses'
import type { Lesions } from './lesions'
import type { Notes } from './notes'
import type { Patients } from './patients'
import type { Results } from './results'
import { firstSpot, type Spots } from './spots'

/** Counting further takes longer than anybody waits for. */
const MOST_COUNTED = 100_000

interface Parts {
  patients: Patients
  lesions: Lesions
  acquisitions: Acquisitions
  results: Results
  diagnoses: Diagnoses
  notes: Notes
  spots: Spots
}

/** The case log as people see it: a lesion with all that belongs to it. */
export function cases({ connection }: Store, parts: Parts) {
  const { patients, lesions, acquisitions, results, diagnoses, notes, spots } = parts

  function toRow({ lastChangedAt, entry }: CasePosition): CaseRow {
    const lesion = lesions.at(entry)
    return {
      lesion,
      patient: patients.person(lesion.patientId),
      lastChangedAt,
      acquisitions: acquisitions.countOfLesion(lesion.id),
      answer: results.newestOfLesion(lesion.id),
      diagnosis: diagnoses.countingOfLesion(lesion.id),
    }
  }

  return {
    /**
     * A page of cases, those that changed last first. A case that changes while pages are turned moves to the first
     * page; every other one is met exactly once.
     * @throws StokesError `usage.invalid` for a cursor that is none
     */
    list({ search, filters, limit, cursor }: CaseQuery): CasePage {
      const after = readCursor(cursor)
      const { sql: wanted, values } = caseCondition(search, filters)
      return connection.snapshot(() => {
        const found = connection.all(
          `SELECT lastChangedAt, entry FROM caseFacts
           WHERE (lastChangedAt, entry) < (@lastChangedAt, @entry) AND ${wanted}
           ORDER BY lastChangedAt DESC, entry DESC
           LIMIT @limit + 1`,
          { ...values, ...after, limit },
        ) as CasePosition[]
        const { total } = connection.get(
          `SELECT count(*) AS total FROM (SELECT 1 FROM caseFacts WHERE ${wanted} LIMIT ${MOST_COUNTED} + 1)`,
          values,
        ) as { total: number }
        const page = found.slice(0, limit)
        const last = page.at(-1)
        return {
          rows: page.map(toRow),
          next: last && found.length > limit ? writeCursor(last) : null,
          total: Math.min(total, MOST_COUNTED),
          uncounted: total > MOST_COUNTED,
        }
      })
    },

    /** All of one case, the newest first. */
    open(lesionId: string): CaseDetail {
      return connection.snapshot(() => {
        const lesion = lesions.get(lesionId)
        const spotOf = spots.ofLesion(lesionId)
        return {
          lesion,
          patient: patients.person(lesion.patientId),
          acquisitions: acquisitions.ofLesion(lesionId).map((acquisition) => ({
            ...acquisition,
            spot: spotOf.get(acquisition.id) ?? firstSpot,
            answer: results.shortOfAcquisition(acquisition.id),
          })),
          combined: spots.combinedOfLesion(lesionId),
          diagnoses: diagnoses.ofLesion(lesionId),
          notes: notes.ofLesion(lesionId),
        }
      })
    },
  }
}
