import type { CaseDetail, CasePage, CaseQuery, CaseRow } from '../../contract/cases'
import type { CaseSelection } from '../../contract/overview'
import { readCursor, writeCursor } from '../cursor'
import { listedCases, MOST_COUNTED } from '../listedCases'
import type { Store } from '../store'
import type { Acquisitions } from './acquisitions'
import type { Diagnoses } from './diagnoses'
import type { Lesions } from './lesions'
import type { Notes } from './notes'
import type { Patients } from './patients'
import type { Results } from './results'
import { firstSpot, type Spots } from './spots'

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

  function toRow(entry: number): CaseRow {
    const lesion = lesions.at(entry)
    const { lastChangedAt, answerEntry } = connection.get(
      'SELECT lastChangedAt, answerEntry FROM caseFacts WHERE entry = @entry',
      { entry },
    ) as { lastChangedAt: string; answerEntry: number | null }
    return {
      lesion,
      patient: patients.person(lesion.patientId),
      lastChangedAt,
      acquisitions: acquisitions.countOfLesion(lesion.id),
      answer: answerEntry === null ? null : results.shortAt(answerEntry),
      combined: spots.combinedOfLesion(lesion.id),
      diagnosis: diagnoses.countingOfLesion(lesion.id),
    }
  }

  return {
    /**
     * A page of cases, those that changed last first. A case that changes while pages are turned moves to the first
     * page; every other one is met exactly once. Counted on the first page alone.
     * @throws StokesError `usage.invalid` for a cursor that is none
     */
    list({ search, filters, limit, cursor, offset = 0 }: CaseQuery): CasePage {
      const after = readCursor(cursor)
      return connection.snapshot(() => {
        const listed = listedCases(connection, search, filters)
        const found = listed.after(after, { limit: limit + 1, offset })
        const total = cursor === null && offset === 0 ? listed.count() : null
        const page = found.slice(0, limit)
        const last = page.at(-1)
        return {
          rows: page.map(({ entry }) => toRow(entry)),
          next: last && found.length > limit ? writeCursor(last) : null,
          total: total && Math.min(total, MOST_COUNTED),
          uncounted: total !== null && total > MOST_COUNTED,
        }
      })
    },

    /** How many cases of the list changed after a day: the place at which the day begins. */
    placeOf({ search, filters }: CaseSelection, day: string): number {
      return connection.snapshot(() => listedCases(connection, search, filters).newerThan(day))
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
