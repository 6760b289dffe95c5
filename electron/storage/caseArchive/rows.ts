import type { CarriedTable } from './carriedTables'

export type Value = string | number | null | Uint8Array
export type Row = Record<string, Value>
/** Of a case, by table, in the order in which they were written. */
export type CaseRows = Map<string, Row[]>

/** What names a row in every case log, where it is no `id`. */
const identities: Readonly<Record<string, readonly string[]>> = {
  operator: ['name'],
  axis: ['sha256'],
  recipe: ['hash'],
  frame: ['acquisitionId', 'sequence'],
  photoPart: ['photoEntry', 'ordinal'],
  importedAuditLine: ['lesionId', 'log', 'line'],
}

/** Columns that name a row in every case log. */
export function identityOf({ name, columns }: Pick<CarriedTable, 'name' | 'columns'>): readonly string[] {
  return (
    identities[name] ?? (columns.includes('id') ? ['id'] : columns.filter((column) => column !== 'entry'))
  )
}
