import type { CaseDetail, CasePage, CaseQuery, CaseRow, Lesion } from '../../contract/cases'
import { readCursor, writeCursor, type CasePosition } from '../cursor'
import { searchCondition } from '../searchText'
import type { Store } from '../store'
import type { Acquisitions } from './acquisitions'
import type { Diagnoses } from './diagnoses'
import type { Lesions } from './lesions'
import type { Notes } from './notes'
import type { Patients } from './patients'
import type { Results } from './results'

type LesionRow = Lesion & CasePosition

interface Parts {
  patients: Patients
  lesions: Lesions
  acquisitions: Acquisitions
  results: Results
  diagnoses: Diagnoses
  notes: Notes
}

/** The case log as people see it: a lesion with all that belongs to it. */
export function cases({ connection }: Store, parts: Parts) {
  const { patients, lesions, acquisitions, results, diagnoses, notes } = parts

  function toRow({ lastChangedAt, entry: _entry, ...lesion }: LesionRow): CaseRow {
    return {
      lesion,
      patient: patients.get(lesion.patientId),
      lastChangedAt,
      acquisitions: acquisitions.countOfLesion(lesion.id),
      answer: results.newestOfLesion(lesion.id),
      diagnosis: diagnoses.newestOfLesion(lesion.id),
    }
  }

  return {
    /**
     * A page of cases, those that changed last first. A case that changes while pages are turned moves to the first
     * page; every other one is met exactly once.
     * @throws StokesError `usage.invalid` for a cursor that is none
     */
    list({ search, limit, cursor }: CaseQuery): CasePage {
      const after = readCursor(cursor)
      const condition = searchCondition(search)
      const values = condition?.values ?? {}
      // The plus in `+entry` below: SQLite is to walk the cases from the newest and stop when the page is full, instead
      // of sorting all that were found.
      const found = condition && `SELECT rowid FROM lesionText WHERE ${condition.sql}`
      return connection.snapshot(() => {
        const rows = connection.all(
          `SELECT id, patientId, bodySite, description, origin, createdAt, lastChangedAt, entry
           FROM lesion
           WHERE (lastChangedAt, entry) < (@lastChangedAt, @entry) ${found ? `AND +entry IN (${found})` : ''}
           ORDER BY lastChangedAt DESC, entry DESC
           LIMIT @limit + 1`,
          { ...values, ...after, limit },
        ) as LesionRow[]
        const counted = connection.get(
          `SELECT count(*) AS total FROM ${found ? `(${found})` : 'lesion'}`,
          values,
        )
        const page = rows.slice(0, limit)
        const last = page.at(-1)
        return {
          rows: page.map(toRow),
          next: last && rows.length > limit ? writeCursor(last) : null,
          total: (counted as { total: number }).total,
        }
      })
    },

    /** All of one case, the newest first. */
    open(lesionId: string): CaseDetail {
      return connection.snapshot(() => {
        const lesion = lesions.get(lesionId)
        return {
          lesion,
          patient: patients.get(lesion.patientId),
          acquisitions: acquisitions
            .ofLesion(lesionId)
            .map((acquisition) => ({ ...acquisition, answer: results.shortOfAcquisition(acquisition.id) })),
          diagnoses: diagnoses.ofLesion(lesionId),
          notes: notes.ofLesion(lesionId),
        }
      })
    },
  }
}
