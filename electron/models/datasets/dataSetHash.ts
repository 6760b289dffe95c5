import { createHash } from 'node:crypto'
import type { DataSet, DataSetRow } from './dataSet'

/**
 * What identifies a data set: SHA-256 over everything that training or evaluation can depend on, rows in their order.
 * Its name is for people and does not count. 64 hexadecimal digits.
 */
export function dataSetHash({ origin, classes, axis, rows, spectra, patientsKnown }: DataSet): string {
  const described = {
    format: 1,
    origin,
    classes,
    patientsKnown,
    points: axis.length,
    rows: rows.map(cellsOf),
  }
  const hash = createHash('sha256').update(JSON.stringify(described))
  for (const { buffer, byteOffset, byteLength } of [axis, spectra]) {
    // One update takes less than 2 GiB.
    for (let start = 0; start < byteLength; start += CHUNK)
      hash.update(new Uint8Array(buffer, byteOffset + start, Math.min(CHUNK, byteLength - start)))
  }
  return hash.digest('hex')
}

const CHUNK = 2 ** 26

/** In an order of our own, whatever that of the keys is. */
function cellsOf(row: DataSetRow): unknown[] {
  const { id, patient, label, lesionClass, age, sex, bodySite, skinType, instrument, takenAt } = row
  const known = [id, patient, label, lesionClass, age, sex, bodySite, skinType, instrument, takenAt]
  const oracle = row.oracleScore === undefined ? [] : [row.oracleScore]
  return [...known, row.axisVariant ?? null, ...oracle]
}
