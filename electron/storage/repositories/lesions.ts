import type { Lesion, NewLesion } from '../../contract/cases'
import { notFound } from '../notFound'
import { foldFields } from '../searchText'
import { newEntry, type Store } from '../store'
import type { Patients } from './patients'

export type Lesions = ReturnType<typeof lesions>

const columns = 'id, patientId, bodySite, description, origin, createdAt'

/** The cases: what is measured, diagnosed and found again. */
export function lesions(store: Store, { patients }: { patients: Patients }) {
  const { connection } = store
  return {
    get(id: string): Lesion {
      const lesion = connection.get(`SELECT ${columns} FROM lesion WHERE id = @id`, { id })
      if (!lesion) throw notFound('lesion', id)
      return lesion as Lesion
    },

    /** The lesion of an entry. */
    at(entry: number): Lesion {
      const lesion = connection.get(`SELECT ${columns} FROM lesion WHERE entry = @entry`, { entry })
      if (!lesion) throw notFound('lesion', String(entry))
      return lesion as Lesion
    },

    /** Newest first. */
    ofPatient(patientId: string): Lesion[] {
      return connection.all(
        `SELECT ${columns} FROM lesion WHERE patientId = @patientId ORDER BY entry DESC`,
        { patientId },
      ) as Lesion[]
    },

    add({ patientId, bodySite, description, origin }: NewLesion): Lesion {
      const lesion: Lesion = { ...newEntry(store), patientId, bodySite, description, origin }
      return connection.transaction(() => {
        const { pseudonym } = patients.get(patientId)
        const entry = connection.insert('lesion', { ...lesion, lastChangedAt: lesion.createdAt })
        const text = foldFields([pseudonym, bodySite, description])
        connection.insert('lesionText', { rowid: entry, text })
        return lesion
      })
    },
  }
}
