import { StokesError } from '../../contract/errors'
import { originSchema, type Origin } from '../../contract/frame'
import { checkDataSet } from './checkDataSet'
import type { DataSet, DataSetRow } from './dataSet'

export interface TableOptions {
  /** For people. */
  name: string
  /** Needed where the table does not say it in a column `origin`; it is never guessed. */
  origin?: Origin
  /**
   * What a label may be, by name or by its place in the list.
   * @default benign, malignant
   */
  classes?: readonly string[]
}

export interface DataFile {
  dataSet: DataSet
  /** Names of columns that mean nothing to Stokes; people are told. */
  ignoredColumns: readonly string[]
}

/** Columns before the spectrum. Of these only `label` must be there; the rest are named by their wavenumber in cm-1. */
const metadataColumns = [
  'patient',
  'label',
  'class',
  'age',
  'sex',
  'site',
  'skinType',
  'instrument',
  'date',
  'id',
  'origin',
  'oracleScore',
] as const
export type MetadataColumn = (typeof metadataColumns)[number]

/** The columns that a data file has, by their places. */
export interface TableColumns {
  metadata: ReadonlyMap<MetadataColumn, number>
  /** Places of the wavenumbers; `axis` has their values, cm-1. */
  wavenumbers: readonly number[]
  axis: Float64Array
  /** Names of columns that mean nothing here. */
  ignored: readonly string[]
}

/** @throws StokesError `dataset.invalid` where a column is missing, is there twice, or the wavenumbers do not ascend */
export function tableColumns(names: readonly string[], file: string): TableColumns {
  const metadata = new Map<MetadataColumn, number>()
  const wavenumbers: number[] = []
  const ignored: string[] = []
  names.forEach((given, place) => {
    const name = given.trim()
    const known = metadataColumns.find((column) => column.toLowerCase() === name.toLowerCase())
    if (known) {
      if (metadata.has(known)) throw invalid(file, `there are two columns ${known}`, 'Leave one of them out.')
      metadata.set(known, place)
    } else if (name !== '' && Number.isFinite(Number(name))) wavenumbers.push(place)
    else ignored.push(name)
  })
  if (!metadata.has('label'))
    throw invalid(file, 'there is no column label', 'The first line names the columns; one of them is label.')
  const almost = ignored.find((name) => /patient|subject/i.test(name))
  if (almost !== undefined && !metadata.has('patient')) {
    // Left out, each of their spectra would count as a patient and a patient could be in two parts.
    throw invalid(file, `the column ${almost} is not read`, 'Name the column patient.')
  }
  const axis = Float64Array.from(wavenumbers, (place) => Number(names[place]))
  if (axis.length < 2) {
    throw invalid(
      file,
      `${axis.length} columns are named by a wavenumber`,
      'Name each column of the spectrum by its wavenumber in cm-1.',
    )
  }
  for (let point = 1; point < axis.length; point++) {
    if (axis[point]! > axis[point - 1]!) continue
    const what = axis[point] === axis[point - 1] ? 'is there twice' : `follows ${axis[point - 1]!}`
    throw invalid(
      file,
      `the wavenumber ${axis[point]!} cm-1 ${what}`,
      'Order the columns by ascending wavenumber, each once.',
    )
  }
  return { metadata, wavenumbers, axis, ignored }
}

const SIMPLE_CLASSES = ['benign', 'malignant'] as const

/** Reads the metadata of a table, row by row, into those of a data set. */
export class TableReader {
  readonly #rows: DataSetRow[] = []
  readonly #ids = new Set<string>()
  readonly #classes: readonly string[]
  #origin: Origin | undefined

  constructor(
    private readonly columns: TableColumns,
    private readonly options: TableOptions,
  ) {
    this.#classes = options.classes ?? SIMPLE_CLASSES
  }

  /**
   * @param cellAt what stands in the column of a place; "" for nothing
   * @param where names the row in errors: "cohort.csv, line 3"
   * @throws StokesError `dataset.invalid`, `dataset.mixedOrigins`
   */
  add(cellAt: (place: number) => string, where: string): void {
    const cell = (column: MetadataColumn): string => {
      const place = this.columns.metadata.get(column)
      return place === undefined ? '' : ownCopy(cellAt(place).trim())
    }
    const id = cell('id') || String(this.#rows.length + 1)
    if (this.#ids.has(id))
      throw invalid(where, `the id ${id} was there before`, 'Give each spectrum its own.')
    this.#ids.add(id)
    const label = this.#label(cell('label'), where)
    this.#checkOrigin(cell('origin'), where)
    const range = { name: 'oracleScore', from: -1e9, to: 1e9 }
    const oracleScore = optionalNumber(cell('oracleScore'), range, where)
    this.#rows.push({
      id,
      patient: this.columns.metadata.has('patient') ? required(cell('patient'), 'patient', where) : id,
      label,
      lesionClass: cell('class') || this.#classes[label]!,
      age: optionalNumber(cell('age'), { name: 'age', from: 0, to: 130 }, where),
      sex: knownText(cell('sex')),
      bodySite: knownText(cell('site')),
      skinType: optionalNumber(cell('skinType'), { name: 'skinType', from: 1, to: 6, whole: true }, where),
      instrument: knownText(cell('instrument')),
      takenAt: optionalDate(cell('date'), where),
      ...(oracleScore !== null && { oracleScore }),
    })
  }

  get rows(): number {
    return this.#rows.length
  }

  /** @throws StokesError `dataset.invalid` where nobody says the origin, and what {@link checkDataSet} finds */
  finish(spectra: Float64Array): DataSet {
    const { name } = this.options
    const origin = this.#origin ?? this.options.origin
    if (this.#rows.length > 0 && origin === undefined) {
      throw new StokesError('dataset.invalid', `${name} does not say where its spectra come from.`, {
        tip: `Add a column origin, or say the origin: ${originSchema.options.join(', ')}.`,
      })
    }
    return checkDataSet({
      name,
      origin: origin!,
      classes: this.#classes,
      axis: this.columns.axis,
      rows: this.#rows,
      spectra,
      patientsKnown: this.columns.metadata.has('patient'),
    })
  }

  #label(cell: string, where: string): number {
    const named = this.#classes.findIndex((name) => name.toLowerCase() === cell.toLowerCase())
    if (named >= 0) return named
    const place = cell === '' ? NaN : Number(cell)
    if (this.#classes[place] !== undefined) return place
    const known = this.#classes.map((name, label) => `${label} or ${name}`).join(', ')
    throw invalid(where, `the label "${cell}" is none of ${known}`, 'Correct it, or name the classes.')
  }

  #checkOrigin(cell: string, where: string): void {
    if (!this.columns.metadata.has('origin')) return
    const parsed = originSchema.safeParse(cell)
    if (!parsed.success) {
      const known = originSchema.options.join(', ')
      throw invalid(where, `the origin "${cell}" is none of ${known}`, 'Say where the spectrum comes from.')
    }
    this.#origin ??= parsed.data
    const expected = this.options.origin ?? this.#origin
    if (parsed.data === expected) return
    throw new StokesError(
      'dataset.mixedOrigins',
      `${where}: the spectrum is ${parsed.data}, and ${expected} was expected.`,
      { tip: 'Origins are never mixed: make one file of each.' },
    )
  }
}

/** A string that does not keep the text it was cut from, a whole chunk of a file, in memory. */
function ownCopy(text: string): string {
  return Buffer.from(text).toString()
}

function knownText(cell: string): string | null {
  return cell === '' || cell.toLowerCase() === 'unknown' ? null : cell
}

function required(cell: string, name: string, where: string): string {
  if (cell === '') throw invalid(where, `${name} is empty`, `Say it, or leave the column ${name} out.`)
  return cell
}

function optionalNumber(
  cell: string,
  { name, from, to, whole = false }: { name: string; from: number; to: number; whole?: boolean },
  where: string,
): number | null {
  if (cell === '') return null
  const value = Number(cell)
  if (value >= from && value <= to && (!whole || Number.isInteger(value))) return value
  throw invalid(
    where,
    `${name} is "${cell}", not from ${from} to ${to}`,
    'Correct it, or leave the cell empty.',
  )
}

function optionalDate(cell: string, where: string): string | null {
  if (cell === '') return null
  if (/^\d{4}-\d{2}-\d{2}([T ]|$)/.test(cell) && !Number.isNaN(Date.parse(cell))) return cell
  throw invalid(where, `the date is "${cell}"`, 'Write it as 2026-11-23, or leave the cell empty.')
}

/** What is wrong with a table, and where. */
export function invalid(where: string, what: string, tip: string, cause?: unknown): StokesError {
  return new StokesError('dataset.invalid', `${where}: ${what}.`, { tip, cause })
}
