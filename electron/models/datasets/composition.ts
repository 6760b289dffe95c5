import { groupBy } from '../../shared/groupBy'
import type { DataSet, DataSetRow } from './dataSet'

/** How often something is there. */
interface Count {
  spectra: number
  patients: number
}

export interface Share extends Count {
  value: string
  /** One a class, in their order. */
  byClass: Count[]
}

export const compositionFields = [
  'lesionClass',
  'bodySite',
  'sex',
  'skinType',
  'ageBand',
  'instrument',
] as const
type CompositionField = (typeof compositionFields)[number]

export interface Gap {
  field: CompositionField
  /** The class that lacks them; null where the source does not say the field of some spectra. */
  class: string | null
  /** Values of which no patient of the class is there; none where the class is null. */
  values: string[]
  /** Spectra of which the field is not known. */
  unknown: number
  /** The same for people. */
  text: string
}

/** What is in a data set, for a screen. */
export interface Composition extends Count {
  patientsKnown: boolean
  classes: Share[]
  /** Values in order; those of spectra of which the field is not known are in none. */
  fields: Record<CompositionField, Share[]>
  /** Years. */
  age: { from: number; to: number } | null
  /** ISO 8601. */
  taken: { from: string; to: string } | null
  gaps: Gap[]
}

const AGE_BANDS = ['under 30', '30 to 44', '45 to 59', '60 to 74', '75 and over'] as const
/** What there is beyond what a data set happens to hold. */
const EXPECTED: Partial<Record<CompositionField, readonly string[]>> = {
  sex: ['female', 'male'],
  skinType: ['1', '2', '3', '4', '5', '6'],
  ageBand: AGE_BANDS,
}
const FIELD_NAMES: Record<CompositionField, string> = {
  lesionClass: 'lesion class',
  bodySite: 'body site',
  sex: 'sex',
  skinType: 'skin type',
  ageBand: 'age',
  instrument: 'instrument',
}
const ROMAN = ['', 'I', 'II', 'III', 'IV', 'V', 'VI']

const valueOf: Record<CompositionField, (row: DataSetRow) => string | null> = {
  lesionClass: ({ lesionClass }) => lesionClass,
  bodySite: ({ bodySite }) => bodySite,
  sex: ({ sex }) => sex,
  skinType: ({ skinType }) => (skinType === null ? null : String(skinType)),
  ageBand: ({ age }) => (age === null ? null : ageBand(age)),
  instrument: ({ instrument }) => instrument,
}

/** Counts what is in a data set, and names what is missing. */
export function compositionOf({ rows, classes, patientsKnown }: DataSet): Composition {
  const share = (value: string, chosen: readonly DataSetRow[]): Share => ({
    value,
    ...count(chosen),
    byClass: classes.map((_, label) => count(chosen.filter((row) => row.label === label))),
  })
  const sharesOf = (field: CompositionField): Share[] => {
    const groups = groupBy(rows, valueOf[field])
    const values = [...groups.keys()].filter((value) => value !== null)
    return inOrder(field, values).map((value) => share(value, groups.get(value)!))
  }
  const fields = Object.fromEntries(compositionFields.map((field) => [field, sharesOf(field)]))
  const ages = rows.map(({ age }) => age).filter((age) => age !== null)
  const dates = rows
    .map(({ takenAt }) => takenAt)
    .filter((date) => date !== null)
    .sort()
  const composition = {
    ...count(rows),
    patientsKnown,
    classes: classes.map((name, label) =>
      share(
        name,
        rows.filter((row) => row.label === label),
      ),
    ),
    fields: fields as Composition['fields'],
    age:
      ages.length > 0
        ? { from: ages.reduce((a, b) => Math.min(a, b)), to: ages.reduce((a, b) => Math.max(a, b)) }
        : null,
    taken: dates.length > 0 ? { from: dates[0]!, to: dates.at(-1)! } : null,
  }
  return { ...composition, gaps: gapsOf(composition) }
}

function gapsOf({ classes, fields, spectra }: Omit<Composition, 'gaps'>): Gap[] {
  return compositionFields.flatMap((field) => {
    const shares = fields[field]
    const unknown = spectra - shares.reduce((sum, share) => sum + share.spectra, 0)
    const gaps: Gap[] = []
    if (unknown > 0) {
      const text = `The ${FIELD_NAMES[field]} of ${unknown} of ${spectra} spectra is not known.`
      gaps.push({ field, class: null, values: [], unknown, text })
    }
    // A class of lesions belongs to a label; of one instrument there is nothing to compare; of nothing, all is missing.
    if (field === 'lesionClass' || shares.length === 0 || (field === 'instrument' && shares.length === 1))
      return gaps
    const values = inOrder(field, [
      ...new Set([...(EXPECTED[field] ?? []), ...shares.map(({ value }) => value)]),
    ])
    classes.forEach(({ value: name }, label) => {
      const missing = values.filter(
        (value) => !shares.some((share) => share.value === value && share.byClass[label]!.patients > 0),
      )
      if (missing.length === 0) return
      const named = missing.map((value) => (field === 'skinType' ? ROMAN[Number(value)]! : value))
      const text = `No ${name} case of ${FIELD_NAMES[field]} ${named.join(' or ')}.`
      gaps.push({ field, class: name, values: missing, unknown: 0, text })
    })
    return gaps
  })
}

function count(rows: readonly DataSetRow[]): Count {
  return { spectra: rows.length, patients: new Set(rows.map(({ patient }) => patient)).size }
}

function inOrder(field: CompositionField, values: readonly string[]): string[] {
  const expected = EXPECTED[field] ?? []
  const rank = (value: string) => (expected.includes(value) ? expected.indexOf(value) : expected.length)
  return values.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

function ageBand(age: number): string {
  return AGE_BANDS[[30, 45, 60, 75].filter((start) => age >= start).length]!
}
