import type { Lesion, NewLesion } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { notFound } from '../notFound'
import { foldFields } from '../searchText'
import { newEntry, type Store } from '../store'
import type { Patients } from './patients'

export type Lesions = ReturnType<typeof lesions>

const columns = `id, patientId, bodySite, description, region, laterality, suspicion, lengthMillimetres, widthMillimetres,
  heightMillimetres, origin, createdAt`

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

    /** Of the person, whose doubles were merged; newest first, without those that are deleted. */
    ofPatient(patientId: string): Lesion[] {
      return connection.all(
        `SELECT ${columns} FROM lesion
         WHERE patientId IN (SELECT id FROM patient WHERE @patientId IN (id, mergedInto)) AND NOT deleted
         ORDER BY entry DESC`,
        { patientId },
      ) as Lesion[]
    },

    /** @throws StokesError `usage.invalid` for one that is deleted */
    requireInSight(id: string): void {
      const lesion = connection.get('SELECT deleted FROM lesion WHERE id = @id', { id })
      if (!(lesion as { deleted: 0 | 1 } | undefined)?.deleted) return
      throw new StokesError('usage.invalid', 'The case is deleted: nothing is added to it.', {
        tip: 'Restore it first.',
      })
    },

    add({ patientId, bodySite, description, origin, ...said }: NewLesion): Lesion {
      const lesion: Lesion = {
        ...newEntry(store),
        patientId,
        bodySite,
        description,
        region: said.region ?? null,
        laterality: said.laterality ?? null,
        suspicion: said.suspicion ?? null,
        lengthMillimetres: said.lengthMillimetres ?? null,
        widthMillimetres: said.widthMillimetres ?? null,
        heightMillimetres: said.heightMillimetres ?? null,
        origin,
      }
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
