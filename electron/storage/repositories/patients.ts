import type { NewPatient, Patient } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { notFound } from '../notFound'
import { newEntry, type Store } from '../store'

export type Patients = ReturnType<typeof patients>

const columns = 'id, pseudonym, yearOfBirth, sex, skinType, createdAt'

/** People, by pseudonym alone. */
export function patients(store: Store) {
  const { connection } = store
  return {
    list(): Patient[] {
      return connection.all(`SELECT ${columns} FROM patient ORDER BY pseudonym COLLATE NOCASE`) as Patient[]
    },

    get(id: string): Patient {
      const patient = connection.get(`SELECT ${columns} FROM patient WHERE id = @id`, { id })
      if (!patient) throw notFound('patient', id)
      return patient as Patient
    },

    /** @throws StokesError `storage.duplicate` where the pseudonym is taken */
    add({ yearOfBirth, sex, skinType, ...given }: NewPatient): Patient {
      const pseudonym = given.pseudonym.normalize()
      const patient: Patient = { ...newEntry(store), pseudonym, yearOfBirth, sex, skinType }
      return connection.transaction(() => {
        if (connection.get('SELECT 1 FROM patient WHERE pseudonym = @pseudonym', { pseudonym })) {
          throw new StokesError(
            'storage.duplicate',
            `There is a patient with the pseudonym ${pseudonym} already.`,
            {
              tip: 'Choose that patient, or give the new one another pseudonym.',
            },
          )
        }
        connection.insert('patient', patient)
        return patient
      })
    },
  }
}
