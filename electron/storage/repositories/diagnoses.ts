import type { CaseDetail, Diagnosis, NewDiagnosis } from '../../contract/cases'
import { StokesError } from '../../contract/errors'
import { newEntry, type Store } from '../store'
import type { Lesions } from './lesions'
import type { Operators } from './operators'

export type Diagnoses = ReturnType<typeof diagnoses>

const columns = `id, lesionId, operatorId, label, lesionClass, source, diagnosedOn, laboratory, reportNumber, correctsId,
  createdAt`

/** What people and laboratories found. A later one stands beside the earlier, which stays. */
export function diagnoses(store: Store, { lesions, operators }: { lesions: Lesions; operators: Operators }) {
  const { connection } = store

  function requireStanding(lesionId: string, id: string): void {
    const standing = 'SELECT 1 FROM standingDiagnosis WHERE id = @id AND lesionId = @lesionId'
    if (connection.get(standing, { id, lesionId })) return
    throw new StokesError(
      'usage.invalid',
      'What is to be corrected is no diagnosis of this case that stands.',
      {
        tip: 'Open the case again and correct the newest one.',
      },
    )
  }

  return {
    /** Newest first. */
    ofLesion(lesionId: string): CaseDetail['diagnoses'] {
      return connection.all(
        `SELECT ${columns}, (SELECT name FROM operator WHERE id = operatorId) AS operatorName
         FROM diagnosis WHERE lesionId = @lesionId ORDER BY entry DESC`,
        { lesionId },
      ) as CaseDetail['diagnoses']
    },

    /** The one that counts, of those that nobody corrected: histopathology over the clinic, later over earlier. */
    countingOfLesion(lesionId: string): Diagnosis | null {
      const row = connection.get(
        `SELECT ${columns} FROM standingDiagnosis WHERE lesionId = @lesionId
         ORDER BY source = 'histopathology' DESC, spokenOn DESC, entry DESC LIMIT 1`,
        { lesionId },
      )
      return (row as Diagnosis | undefined) ?? null
    },

    /** @throws StokesError `usage.invalid` for a day to come, or a correction of another lesion's diagnosis */
    add({ lesionId, operatorId, label, lesionClass, source, ...said }: NewDiagnosis): Diagnosis {
      const diagnosis: Diagnosis = {
        ...newEntry(store),
        lesionId,
        operatorId,
        label,
        lesionClass,
        source,
        diagnosedOn: said.diagnosedOn ?? null,
        laboratory: said.laboratory ?? null,
        reportNumber: said.reportNumber ?? null,
        correctsId: said.correctsId ?? null,
      }
      refuseFuture(diagnosis)
      return connection.transaction(() => {
        lesions.get(lesionId)
        lesions.requireInSight(lesionId)
        operators.get(operatorId)
        if (diagnosis.correctsId !== null) requireStanding(lesionId, diagnosis.correctsId)
        connection.insert('diagnosis', diagnosis)
        return diagnosis
      })
    },
  }
}

/** The clock here may be a day behind that of the laboratory. */
function refuseFuture({ diagnosedOn, createdAt }: Diagnosis): void {
  const latest = new Date(Date.parse(createdAt) + 86_400_000).toISOString().slice(0, 10)
  if (diagnosedOn === null || diagnosedOn <= latest) return
  throw new StokesError('usage.invalid', `The diagnosis is of ${diagnosedOn}, a day to come.`, {
    tip: 'Give the day of the report.',
  })
}
