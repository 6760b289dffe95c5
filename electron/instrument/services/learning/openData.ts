import { open } from 'node:fs/promises'
import { StokesError } from '../../../contract/errors'
import type { Origin } from '../../../contract/frame'
import { checkDataSet } from '../../../models/datasets/checkDataSet'
import type { DataSet } from '../../../models/datasets/dataSet'
import { dataSetHash } from '../../../models/datasets/dataSetHash'
import { readDataFile, type DataFileOptions } from '../../../models/datasets/readDataFile'
import { loadSnapshot } from '../../../models/datasets/snapshot'
import { visibleRows } from '../../../models/splits/visibleRows'
import { caseLogDataSet } from '../caseLogDataSet'
import { readCaseLog } from '../readCaseLog'

export interface OpenedData {
  dataSet: DataSet
  hash: string
  /** What people are told before anything is learnt from it. */
  notes: string[]
}

/** First bytes of an SQLite file. */
const CASE_LOG = 'SQLite format 3'

/**
 * Labelled spectra wherever they are: a table (CSV, Parquet), a frozen data set (`.safetensors`) or a case log, less the
 * patients of its external test sets.
 * @throws StokesError `file.*`, `dataset.*`, `storage.*`
 */
export async function openData(path: string, options: DataFileOptions = {}): Promise<OpenedData> {
  if (path.toLowerCase().endsWith('.safetensors')) {
    const { dataSet, hash } = await loadSnapshot(path)
    requireOrigin(dataSet, options.origin)
    return { dataSet, hash, notes: [] }
  }
  if (await isCaseLog(path)) return openCases(path, options)
  const { dataSet, ignoredColumns } = await readDataFile(path, options)
  return {
    dataSet,
    hash: dataSetHash(dataSet),
    notes: ignoredColumns.length > 0 ? [`Columns that are not read: ${ignoredColumns.join(', ')}.`] : [],
  }
}

function openCases(path: string, { origin }: DataFileOptions): OpenedData {
  return readCaseLog(path, (log) => {
    const cases = caseLogDataSet(log, { name: path, ...(origin && { filter: { origin } }) })
    const hidden = log.learning.externalSets.hiddenPatients()
    const rows = visibleRows(cases.dataSet.rows, hidden)
    const dataSet = checkDataSet(selectRows(cases.dataSet, rows))
    const notes = [
      [cases.failedQuality, 'measurements failed their quality gates.'],
      [cases.dataSet.rows.length - rows.length, 'spectra are of external test sets, and not seen here.'],
    ] as const
    return {
      dataSet,
      hash: dataSetHash(dataSet),
      notes: notes.flatMap(([count, text]) => (count > 0 ? [`${count} ${text}`] : [])),
    }
  })
}

function selectRows(dataSet: DataSet, rows: readonly number[]): DataSet {
  if (rows.length === dataSet.rows.length) return dataSet
  const points = dataSet.axis.length
  const spectra = new Float64Array(rows.length * points)
  rows.forEach((row, place) => {
    spectra.set(dataSet.spectra.subarray(row * points, (row + 1) * points), place * points)
  })
  return { ...dataSet, rows: rows.map((row) => dataSet.rows[row]!), spectra }
}

function requireOrigin({ name, origin }: DataSet, expected: Origin | undefined): void {
  if (expected === undefined || origin === expected) return
  throw new StokesError('dataset.mixedOrigins', `${name} is ${origin}, and ${expected} was expected.`, {
    tip: 'Origins are never mixed.',
  })
}

async function isCaseLog(path: string): Promise<boolean> {
  const file = await open(path).catch(() => null)
  if (!file) return false
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(CASE_LOG.length), 0, CASE_LOG.length, 0)
    return buffer.toString('latin1', 0, bytesRead) === CASE_LOG
  } catch {
    return false
  } finally {
    await file.close()
  }
}
