import { createWriteStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { fileWriter, ParquetWriter, schemaFromColumnData, type ColumnSource } from 'hyparquet-writer'
import { isParquet } from '../models/datasets/readDataFile'
import { replaceFile } from './writeFileSafely'

export interface Table {
  /** Those before the spectrum. */
  columns: readonly TableColumn[]
  /** cm-1; they name the columns of the spectrum. */
  wavenumbers: Float64Array
  rows: Iterable<TableLine>
}

export interface TableColumn {
  name: string
  type: 'STRING' | 'INT32' | 'DOUBLE'
}

export interface TableLine {
  /** One a column. */
  cells: readonly (string | number)[]
  spectrum: Float64Array
}

/** Spectra that are held until they are written together. */
const ROW_GROUP = 500

/** Writes labelled spectra as `docs/datasets.md` says: Parquet where the name ends so, CSV otherwise. */
export function writeTable(path: string, table: Table): Promise<void> {
  return replaceFile(path, (part) => (isParquet(path) ? writeParquet(part, table) : writeCsv(part, table)))
}

function writeCsv(path: string, { columns, wavenumbers, rows }: Table): Promise<void> {
  const lines = function* () {
    yield `${[...columns.map(({ name }) => name), ...wavenumbers].join(',')}\n`
    for (const { cells, spectrum } of rows) yield `${[...cells, ...spectrum].join(',')}\n`
  }
  return pipeline(lines, createWriteStream(path))
}

async function writeParquet(path: string, { columns, wavenumbers, rows }: Table): Promise<void> {
  const columnsOf = (lines: readonly TableLine[]): ColumnSource[] => [
    ...columns.map(({ name, type }, place): ColumnSource => {
      return { name, type, data: lines.map(({ cells }) => cells[place]!), nullable: false }
    }),
    // Counts with noise do not get smaller by any encoding.
    ...Array.from(wavenumbers, (wavenumber, point): ColumnSource => {
      const data = Float64Array.from(lines, ({ spectrum }) => spectrum[point]!)
      const plain = {
        encoding: 'PLAIN',
        codec: 'UNCOMPRESSED',
        statistics: false,
        offsetIndex: false,
      } as const
      return { name: String(wavenumber), data, type: 'DOUBLE', nullable: false, ...plain }
    }),
  ]
  const schema = schemaFromColumnData({ columnData: columnsOf([]) })
  const writer = new ParquetWriter({ writer: fileWriter(path), schema })
  for (const lines of inGroups(rows)) await writer.write({ columnData: columnsOf(lines) })
  await writer.finish()
}

function* inGroups(rows: Iterable<TableLine>): Generator<TableLine[]> {
  let held: TableLine[] = []
  for (const line of rows) {
    held.push(line)
    if (held.length < ROW_GROUP) continue
    yield held
    held = []
  }
  if (held.length > 0) yield held
}
