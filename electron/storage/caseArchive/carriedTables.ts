import type { Connection } from '../connection'
import { ownTables, type OwnTable } from '../ownTables'

export interface Reference {
  /** Column of this table, and the table and column that it refers to. */
  column: string
  table: string
  to: string
}

/** A table whose rows travel with a case. */
export interface CarriedTable {
  name: string
  columns: string[]
  /** Whether `entry` names a row, which is another number in another case log. */
  hasEntry: boolean
  /** Whether rows have a number that is no column, by which the audit has them. */
  hasRowid: boolean
  references: Reference[]
  /** False for what a case refers to, but does not own: a patient, an operator, a passport. */
  owned: boolean
  /** Columns that refer to rows which bring this one along. */
  comesWith: string[]
}

/** What rows of a case refer to, and belongs to others, too. */
const SHARED: readonly string[] = ['patient', 'operator', 'axis', 'recipe', 'passport', 'visit']

/** What became of what is shared, with the column that names of whom: it comes along with that row. */
const HISTORIES: Readonly<Record<string, string>> = {
  patientRevision: 'patientId',
  patientMerge: 'patientId',
  visitNote: 'visitId',
}

/** Belongs to the models of a case log, not to the case; who a patient is stays where it was written. */
const LEFT_OUT: readonly string[] = ['shadowResult', 'patientIdentity', 'identityAct']

/**
 * The tables of a case, those first that others refer to: everything that hangs on a lesion, whatever a later migration adds, as long
 * as it refers to nothing beyond the case but to what is shared. Accounts, keys, models and the audit itself never travel.
 */
export function carriedTables(connection: Connection): CarriedTable[] {
  const all = new Map(ownTables(connection).map((table) => [table.name, describe(connection, table)]))
  const carried = new Map<string, CarriedTable>()
  for (const name of SHARED) {
    const table = all.get(name)
    if (table) carried.set(name, { ...table, owned: false, comesWith: [] })
  }
  for (const [name, column] of Object.entries(HISTORIES)) {
    const table = all.get(name)
    if (table) carried.set(name, { ...table, owned: false, comesWith: [column] })
  }
  const lesion = all.get('lesion')
  if (lesion) carried.set('lesion', { ...lesion, owned: true, comesWith: [] })
  for (let before = 0; before < carried.size;) {
    before = carried.size
    for (const [name, table] of all) {
      if (carried.has(name) || LEFT_OUT.includes(name)) continue
      const within = table.references.every(
        (reference) => carried.has(reference.table) || reference.table === name,
      )
      const comesWith = table.references
        .filter(({ table: parent }) => carried.get(parent)?.owned)
        .map(({ column }) => column)
      if (within && comesWith.length > 0) carried.set(name, { ...table, owned: true, comesWith })
    }
  }
  return inOrder([...carried.values()])
}

function describe(
  connection: Connection,
  { name, withoutRowid }: OwnTable,
): Omit<CarriedTable, 'owned' | 'comesWith'> {
  const columns = connection.all('SELECT name, pk, type FROM pragma_table_info(@name)', { name }) as {
    name: string
    pk: number
  }[]
  const references = connection.all(
    // The first column names the row; the others only hold it to the same origin.
    'SELECT "from" AS "column", "table", "to" FROM pragma_foreign_key_list(@name) WHERE seq = 0 ORDER BY id',
    { name },
  ) as Reference[]
  const hasEntry = columns.some((column) => column.name === 'entry' && column.pk === 1)
  return {
    name,
    columns: columns.map((column) => column.name),
    hasEntry,
    hasRowid: !hasEntry && !withoutRowid,
    references,
  }
}

/** Frames come last of all that an acquisition may have: what was in force is stamped before the first. */
function inOrder(tables: CarriedTable[]): CarriedTable[] {
  const ordered: CarriedTable[] = []
  const left = new Map(tables.map((table) => [table.name, table]))
  while (left.size > 0) {
    const ready = [...left.values()].filter(({ name, references }) =>
      references.every(({ table }) => table === name || !left.has(table)),
    )
    const next = ready.find(({ name }) => name !== 'frame') ?? ready[0]
    if (!next) throw new Error(`Tables refer to each other in a circle: ${[...left.keys()].join(', ')}`)
    ordered.push(next)
    left.delete(next.name)
  }
  return ordered
}
