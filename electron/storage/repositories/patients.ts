import type { NewPatient, Patient } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'

export type Patients = ReturnType<typeof patients>

const columns = 'id, pseudonym, yearOfBirth, sex, skinType, createdAt'

/** People, by pseudonym alone. */
export function patients(store: Store) {
  const { connection } = store

  function get(id: string): Patient {
    const patient = connection.get(`SELECT ${columns} FROM patient WHERE id = @id`, { id })
    if (!patient) throw notFound('patient', id)
    return patient as Patient
  }

  /** @throws StokesError `storage.duplicate` where the pseudonym is that of another than `own` */
  function requireFree(pseudonym: string, own: string | null): void {
    const values = { pseudonym, own }
    if (!connection.get('SELECT 1 FROM patient WHERE pseudonym = @pseudonym AND id IS NOT @own', values))
      return
    throw new StokesError(
      'storage.duplicate',
      `There is a patient with the pseudonym ${pseudonym} already.`,
      {
        tip: 'Choose that patient, or give the new one another pseudonym.',
      },
    )
  }

  return {
    /** Without those that were merged into another. */
    list(): Patient[] {
      return connection.all(
        `SELECT ${columns} FROM patient WHERE mergedInto IS NULL ORDER BY pseudonym COLLATE NOCASE`,
      ) as Patient[]
    },

    get,

    /** Whom a patient, as written, turned out to be. */
    person(id: string): Patient {
      const person = connection.get('SELECT id FROM person WHERE patientId = @id', { id })
      return get((person as { id: string } | undefined)?.id ?? id)
    },

    requireFree,

    /** @throws StokesError `storage.duplicate` where the pseudonym is taken */
    add({ yearOfBirth, sex, skinType, ...given }: NewPatient): Patient {
      const pseudonym = given.pseudonym.normalize()
      const patient: Patient = { ...newEntry(store), pseudonym, yearOfBirth, sex, skinType }
      return connection.transaction(() => {
        requireFree(pseudonym, null)
        connection.insert('patient', patient)
        return patient
      })
    },
  }
}
