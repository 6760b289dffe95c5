import { StokesError } from '../../contract/errors'
import type { Connection } from '../connection'
import { conflict } from './conflicts'
import type { CaseRows, Row } from './rows'

interface Subject {
  table: 'patient' | 'lesion'
  column: 'patientId' | 'lesionId'
  revisions: 'patientRevision' | 'lesionRevision'
  others: 'patientMerge' | 'lesionDeletion'
  facts: readonly string[]
  /** Before anything became of it. */
  atFirst: Row
}

const subjects: readonly Subject[] = [
  {
    table: 'patient',
    column: 'patientId',
    revisions: 'patientRevision',
    others: 'patientMerge',
    facts: ['pseudonym', 'yearOfBirth', 'sex', 'skinType'],
    atFirst: { mergedInto: null },
  },
  {
    table: 'lesion',
    column: 'lesionId',
    revisions: 'lesionRevision',
    others: 'lesionDeletion',
    facts: [
      ...['bodySite', 'description', 'region', 'laterality', 'suspicion'],
      ...['lengthMillimetres', 'widthMillimetres', 'heightMillimetres'],
    ],
    atFirst: { deleted: 0 },
  },
]

/**
 * Patients and lesions as they were first written: what became of them since is written after, row by row, and carried out by the
 * triggers of the schema. Where both logs hold one of them, one of the two histories continues the other.
 * @throws StokesError `exchange.refused` where they were different from the beginning, or both were changed since
 */
export function fromTheBeginning(to: Connection, rows: CaseRows): void {
  for (const subject of subjects) {
    const { table, column, revisions, others } = subject
    for (const row of rows.get(table) ?? []) {
      const id = row.id as string
      const of = (name: string) => (rows.get(name) ?? []).filter((each) => each[column] === id)
      Object.assign(row, subject.atFirst, firstFacts(subject, row, of(revisions)[0]))
      const there = to.get(`SELECT * FROM ${table} WHERE id = @id`, { id }) as Row | undefined
      if (!there) continue
      const written = (name: string) =>
        to.all(`SELECT * FROM ${name} WHERE ${column} = @id ORDER BY entry`, { id }) as Row[]
      const first = firstFacts(subject, there, written(revisions)[0])
      for (const fact of subject.facts) {
        if (fact === 'pseudonym') continue
        if ((row[fact] ?? null) !== (first[fact] ?? null)) throw conflict(table, id, fact)
      }
      for (const name of [revisions, others]) requireOneHistory(table, id, of(name), written(name))
    }
  }
}

function firstFacts({ facts }: Subject, row: Row, first: Row | undefined): Row {
  const before = first ? (JSON.parse(first.before as string) as Row) : row
  return Object.fromEntries(facts.map((fact) => [fact, before[fact] ?? null]))
}

function requireOneHistory(table: string, id: string, brought: readonly Row[], there: readonly Row[]): void {
  const both = Math.min(brought.length, there.length)
  for (let i = 0; i < both; i++) {
    if (brought[i]!.id === there[i]!.id) continue
    throw new StokesError(
      'exchange.refused',
      `The ${table} ${id} was changed here (${String(there[i]!.createdAt)}) and where the archive is from (${String(brought[i]!.createdAt)}). Nothing was imported.`,
      { tip: 'Change it in one place alone, and bring that state to the other.' },
    )
  }
}

/**
 * The patient under the name that he has here: the one that is asked for, else the one that he was given when he came.
 * @throws StokesError `storage.duplicate` for a pseudonym that is another patient's
 */
export function underLocalNames(to: Connection, rows: CaseRows, pseudonym: string | undefined): void {
  const own = rows.get('lesion')?.[0]?.patientId
  for (const patient of rows.get('patient') ?? []) {
    const id = patient.id as string
    const revisions = (rows.get('patientRevision') ?? []).filter(({ patientId }) => patientId === id)
    const names = new Set([patient.pseudonym, ...revisions.flatMap(pseudonymsOf)])
    const here = to.get('SELECT pseudonym FROM patient WHERE id = @id', { id }) as Row | undefined
    const asked = id === own ? pseudonym?.normalize() : undefined
    const local = here ? (names.has(here.pseudonym ?? null) ? undefined : here.pseudonym) : asked
    if (typeof local === 'string') {
      patient.pseudonym = local
      for (const revision of revisions) rename(revision, local)
    }
    refuseOther(to, id, new Set([patient.pseudonym, ...revisions.flatMap(pseudonymsOf)]) as Set<string>)
  }
}

const pseudonymsOf = ({ before, after }: Row) =>
  [before, after].map((facts) => (JSON.parse(facts as string) as Row).pseudonym ?? null)

function rename(revision: Row, pseudonym: string): void {
  for (const side of ['before', 'after'])
    revision[side] = JSON.stringify({ ...(JSON.parse(revision[side] as string) as Row), pseudonym })
}

function refuseOther(to: Connection, id: string, pseudonyms: ReadonlySet<string>): void {
  for (const pseudonym of pseudonyms) {
    if (!to.get('SELECT 1 FROM patient WHERE pseudonym = @pseudonym AND id IS NOT @id', { id, pseudonym }))
      continue
    throw new StokesError(
      'storage.duplicate',
      `The pseudonym ${pseudonym} of the archive is that of another patient here.`,
      { tip: 'Import the case under another pseudonym: --patient NAME.' },
    )
  }
}
