import { StokesError } from '../../contract/errors'
import type { DataSetSummary, Look, Signature } from '../../contract/learning'
import { notFound } from '../notFound'
import type { Store } from '../store'
import type { DataSets } from './dataSets'
import type { Operators } from './operators'

interface Parts {
  dataSets: DataSets
  operators: Operators
}

/** Test sets that no run may see, and every look that was taken at them. */
export function externalSets({ connection, clock }: Store, { dataSets, operators }: Parts) {
  return {
    /**
     * From now on no run sees it, nor any of its patients.
     * @throws StokesError `dataset.invalid` where a run has seen it or one of its patients
     */
    holdOut(dataSetHash: string, { operatorId, reason }: Signature): DataSetSummary {
      return connection.transaction(() => {
        const { name } = dataSets.get(dataSetHash)
        operators.get(operatorId)
        const seen = connection.get(
          `SELECT (SELECT count(*) FROM run WHERE dataSetHash = @dataSetHash) AS runs,
             (SELECT count(DISTINCT patient) FROM runPatient JOIN dataSetPatient USING (patient)
              WHERE dataSetHash = @dataSetHash) AS patients`,
          { dataSetHash },
        ) as { runs: number; patients: number }
        if (seen.runs > 0 || seen.patients > 0) throw wasSeen(name, seen)
        connection.insert('externalSet', { dataSetHash, operatorId, reason, createdAt: clock.timestamp() })
        return dataSets.get(dataSetHash)
      })
    },

    /** Patients that no run may see, by every name that the same person had. */
    hiddenPatients(): string[] {
      const rows = connection.all(
        `WITH hidden AS (SELECT DISTINCT patient FROM externalSet JOIN dataSetPatient USING (dataSetHash))
         SELECT patient FROM hidden UNION
         SELECT other.patientId FROM hidden JOIN person AS own ON own.patientId = hidden.patient
           JOIN person AS other ON other.id = own.id`,
      )
      return (rows as { patient: string }[]).map(({ patient }) => patient)
    },

    /** Counts a look: before the figures are computed, so that one that fails counts too. */
    addLook({
      dataSetHash,
      modelHash,
      operatorId,
    }: Omit<Look, 'operatorName' | 'lookedAt'> & Pick<Signature, 'operatorId'>): void {
      connection.transaction(() => {
        operators.get(operatorId)
        if (!connection.get('SELECT 1 FROM externalSet WHERE dataSetHash = @dataSetHash', { dataSetHash }))
          throw notFound('external test set', dataSetHash)
        connection.insert('externalLook', { dataSetHash, modelHash, operatorId, lookedAt: clock.timestamp() })
      })
    },

    /** Oldest first. */
    looks(dataSetHash: string): Look[] {
      return connection.all(
        `SELECT dataSetHash, modelHash, name AS operatorName, lookedAt
         FROM externalLook JOIN operator ON operator.id = operatorId
         WHERE dataSetHash = @dataSetHash ORDER BY entry`,
        { dataSetHash },
      ) as Look[]
    },
  }
}

function wasSeen(name: string, { runs, patients }: { runs: number; patients: number }): StokesError {
  return new StokesError(
    'dataset.invalid',
    `${name} cannot be held out: ${runs} runs used it, and ${patients} of its patients were in a run.`,
    { tip: 'Hold out patients that no run has seen, best those of another site.' },
  )
}
