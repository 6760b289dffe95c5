import type { CaseDetail, Diagnosis, NewDiagnosis } from '../../contract/cases'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'
import type { Operators } from './operators'

export type Diagnoses = ReturnType<typeof diagnoses>

const columns = 'id, lesionId, operatorId, label, lesionClass, source, createdAt'

/** What people and laboratories found. A later one stands beside the earlier, which stays. */
export function diagnoses(store: Store, { lesions, operators }: { lesions: Lesions; operators: Operators }) {
  const { connection } = store
  return {
    /** Newest first. */
    ofLesion(lesionId: string): CaseDetail['diagnoses'] {
      return connection.all(
        `SELECT ${columns}, (SELECT name FROM operator WHERE id = operatorId) AS operatorName
         FROM diagnosis WHERE lesionId = @lesionId ORDER BY entry DESC`,
        { lesionId },
      ) as CaseDetail['diagnoses']
    },

    /** The one that counts: histopathology over the clinic, later over earlier. */
    countingOfLesion(lesionId: string): Diagnosis | null {
      const row = connection.get(
        `SELECT ${columns} FROM diagnosis WHERE lesionId = @lesionId
         ORDER BY source = 'histopathology' DESC, entry DESC LIMIT 1`,
        { lesionId },
      )
      return (row as Diagnosis | undefined) ?? null
    },

    add({ lesionId, operatorId, label, lesionClass, source }: NewDiagnosis): Diagnosis {
      const diagnosis: Diagnosis = { ...newEntry(store), lesionId, operatorId, label, lesionClass, source }
      return connection.transaction(() => {
        lesions.get(lesionId)
        operators.get(operatorId)
        connection.insert('diagnosis', diagnosis)
        return diagnosis
      })
    },
  }
}
