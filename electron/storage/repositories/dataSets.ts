import type { DataSetDetail, DataSetInspection, DataSetSource, DataSetSummary } from '../../contract/learning'
import { notFound } from '../notFound'
import type { Store } from '../store'

export type DataSets = ReturnType<typeof dataSets>

export interface NewStoredDataSet {
  hash: string
  name: string
  source: DataSetSource
  inspection: DataSetInspection
  patients: readonly string[]
}

type Row = Pick<DataSetSummary, 'hash' | 'name' | 'origin' | 'createdAt'> & {
  source: string
  inspection: string
  looks: number | null
}

const select = `
  SELECT hash, name, origin, source, inspection, createdAt,
    (SELECT (SELECT count(*) FROM externalLook WHERE dataSetHash = hash) FROM externalSet
     WHERE dataSetHash = hash) AS looks
  FROM dataSet`

/** Frozen data sets; their spectra are in files of their own, named by the hash. */
export function dataSets(store: Store) {
  const { connection, clock } = store

  function get(hash: string): DataSetDetail {
    const row = connection.get(`${select} WHERE hash = @hash`, { hash })
    if (!row) throw notFound('data set', hash)
    return toDetail(row as Row)
  }

  return {
    get,

    /** Newest first. */
    list(): DataSetSummary[] {
      const rows = connection.all(`${select} ORDER BY entry DESC`) as Row[]
      return rows.map((row) => {
        const { inspection: _inspection, ...summary } = toDetail(row)
        return summary
      })
    },

    patients(hash: string): string[] {
      const rows = connection.all('SELECT patient FROM dataSetPatient WHERE dataSetHash = @hash', { hash })
      return (rows as { patient: string }[]).map(({ patient }) => patient)
    },

    /** One that is there already, by its hash, is the same and stays as it was first named. */
    add({ hash, name, source, inspection, patients }: NewStoredDataSet): DataSetDetail {
      return connection.transaction(() => {
        if (connection.get('SELECT 1 FROM dataSet WHERE hash = @hash', { hash })) return get(hash)
        connection.insert('dataSet', {
          hash,
          name,
          origin: inspection.origin,
          source: JSON.stringify(source),
          inspection: JSON.stringify(inspection),
          createdAt: clock.timestamp(),
        })
        for (const patient of new Set(patients)) {
          connection.insert('dataSetPatient', { dataSetHash: hash, patient })
        }
        return get(hash)
      })
    },
  }
}

function toDetail({ source, inspection: given, looks, ...row }: Row): DataSetDetail {
  const inspection = JSON.parse(given) as DataSetInspection
  const { spectra, patients, patientsKnown } = inspection.composition
  return {
    ...row,
    source: JSON.parse(source) as DataSetSource,
    classes: inspection.classes,
    spectra,
    patients,
    patientsKnown,
    external: looks === null ? null : { looks },
    inspection,
  }
}
