import { StokesError } from '../../contract/errors'
import type { CarriedTable } from './carriedTables'
import type { CaseRows, Row, Value } from './rows'

/** What differs between two case logs that hold the same row: numbers of their own, or what a history says (histories.ts). */
const OF_THIS_LOG: Readonly<Record<string, readonly string[]>> = {
  axis: ['createdAt'],
  recipe: ['createdAt'],
  patient: ['pseudonym', 'yearOfBirth', 'sex', 'skinType', 'mergedInto'],
  patientRevision: ['before', 'after'],
  lesion: [
    ...['bodySite', 'description', 'region', 'laterality', 'suspicion'],
    ...['lengthMillimetres', 'widthMillimetres', 'heightMillimetres', 'deleted', 'lastChangedAt'],
  ],
  importedSignature: ['checked', 'changed', 'hashHere', 'auditEntryHere', 'importedAt'],
}

/**
 * A row that both hold says the same in both; whoever writes is the same by name.
 * @throws StokesError `exchange.refused` that names the row and the column
 */
export function requireSame(table: CarriedTable, row: Row, there: Row): void {
  if (table.name === 'operator') return
  for (const column of table.columns) {
    if (column === 'entry' || OF_THIS_LOG[table.name]?.includes(column)) continue
    if (!same(row[column] ?? null, there[column] ?? null)) throw conflict(table.name, nameOf(row), column)
  }
}

/** @throws StokesError `exchange.refused` for a measurement that runs */
export function refuseRunning(rows: CaseRows): void {
  if (!rows.get('acquisition')?.some(({ status }) => status === 'running')) return
  throw new StokesError('exchange.refused', 'A measurement of this case is running.', {
    tip: 'Wait until it has finished.',
  })
}

export function conflict(table: string, name: string, column: string): StokesError {
  return new StokesError(
    'exchange.refused',
    `The ${table} ${name} of the archive is another one here: ${column} differs. Nothing was imported.`,
    { tip: 'Look at both with "stokes verify": one of them was changed past Stokes, or is of another case.' },
  )
}

/** A row that the schema takes no more. */
export function refusedRow(table: string, row: Row, cause: StokesError): StokesError {
  return new StokesError(
    'exchange.refused',
    `The ${table} ${nameOf(row)} of the archive cannot be taken: ${cause.message} Nothing was imported.`,
    { tip: 'The case may be here already, by another way: look for it, also among the deleted ones.', cause },
  )
}

export function nameOf(row: Row): string {
  const { id, name, acquisitionId, sequence, hash } = row
  if (sequence !== undefined) return `${String(sequence)} of ${String(acquisitionId)}`
  return String(id ?? name ?? hash ?? acquisitionId ?? '')
}

function same(a: Value, b: Value): boolean {
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0
  return a === b
}
