import { createReadStream } from 'node:fs'
import { parse } from 'csv-parse/sync'
import {
  invalid,
  tableColumns,
  TableReader,
  type DataFile,
  type TableColumns,
  type TableOptions,
} from './tableReader'

export interface CsvOptions extends TableOptions {
  /**
   * Of a file without a first line of names, whose lines are a label and a spectrum: the wavenumbers (cm-1) of its first
   * and last point, on a scale that is taken to be linear.
   */
  nominalAxis?: { from: number; to: number }
}

/**
 * Reads a table of spectra, separated by commas, semicolons or tabs; shape in `docs/datasets.md`. Takes the memory of the
 * data set and a few lines.
 * @throws StokesError `dataset.*` with file and line; errors of the file system as they are
 */
export async function readCsv(path: string, options: CsvOptions): Promise<DataFile> {
  const most = await countLines(path)
  let table: Table | null = null
  let line = 0
  for await (const text of linesOf(path)) {
    line += 1
    if (text.trim() === '') continue
    const where = `${options.name}, line ${line}`
    if (table) table.add(text, where)
    else {
      const { isHeader, ...opened } = openTable(text, where, options, most)
      table = opened.table
      if (!isHeader) table.add(text, where)
    }
  }
  if (!table) throw invalid(options.name, 'there is nothing in it', 'Choose a file with labelled spectra.')
  return table.finish()
}

function openTable(first: string, where: string, options: CsvOptions, most: number) {
  const delimiter = [';', '\t'].find((mark) => first.includes(mark)) ?? ','
  const cells = splitLine(first, delimiter, where)
  const isHeader = !cells.every((cell) => Number.isFinite(Number(cell)))
  const names = isHeader ? cells : nominalNames(cells.length, where, options)
  const columns = tableColumns(names, options.name)
  const { nominalAxis: axis } = options
  // Whoever reads figures of such spectra is to know that their wavenumbers are not measured.
  const name = isHeader ? options.name : `${options.name} (nominal axis ${axis!.from} to ${axis!.to} cm-1)`
  return { isHeader, table: new Table(columns, delimiter, names.length, { ...options, name }, most) }
}

class Table {
  readonly #reader: TableReader
  readonly #spectra: Float64Array

  constructor(
    private readonly columns: TableColumns,
    private readonly delimiter: string,
    private readonly width: number,
    options: TableOptions,
    mostRows: number,
  ) {
    this.#reader = new TableReader(columns, options)
    // Pages that are never written to take no memory.
    this.#spectra = new Float64Array(mostRows * columns.axis.length)
  }

  add(text: string, where: string): void {
    const cells = splitLine(text, this.delimiter, where)
    if (cells.length !== this.width) {
      throw invalid(
        where,
        `${cells.length} cells, and the first line has ${this.width}`,
        'Each line has one cell for each column.',
      )
    }
    const { wavenumbers, axis } = this.columns
    const start = this.#reader.rows * axis.length
    for (let point = 0; point < axis.length; point++) {
      const cell = cells[wavenumbers[point]!]!
      const value = Number(cell)
      // An empty cell would be 0.
      if (!Number.isFinite(value) || (value === 0 && cell.trim() === ''))
        throw invalid(where, `"${cell}" at ${axis[point]} cm-1 is no number`, 'Leave the spectrum out.')
      this.#spectra[start + point] = value
    }
    this.#reader.add((place) => cells[place]!, where)
  }

  finish(): DataFile {
    const spectra = this.#spectra.subarray(0, this.#reader.rows * this.columns.axis.length)
    return { dataSet: this.#reader.finish(spectra), ignoredColumns: this.columns.ignored }
  }
}

function nominalNames(cells: number, where: string, { nominalAxis }: CsvOptions): string[] {
  if (!nominalAxis) {
    throw invalid(
      where,
      'the first line names no columns',
      'Name them: patient, label, then each wavenumber in cm-1; or give the first and last wavenumber.',
    )
  }
  const { from, to } = nominalAxis
  const points = cells - 1
  const step = (to - from) / (points - 1)
  return ['label', ...Array.from({ length: points }, (_, point) => String(from + point * step))]
}

/** Cells of a line. A tab at its end, as some programs write, begins no further cell. */
function splitLine(line: string, delimiter: string, where: string): string[] {
  if (!line.includes('"')) {
    const cells = line.split(delimiter)
    if (delimiter === '\t' && cells.at(-1)!.trim() === '') cells.pop()
    return cells
  }
  try {
    return parse(line, { delimiter })[0] ?? []
  } catch (cause) {
    throw invalid(where, 'a quote is not closed in its line', 'Close it, or write it twice.', cause)
  }
}

async function* linesOf(path: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(path, { encoding: 'utf8', highWaterMark: 2 ** 20 })) {
    const lines = (rest + (chunk as string)).split(/\r?\n/)
    rest = lines.pop()!
    yield* lines
  }
  yield rest
}

/** At least as many lines as the file has. */
async function countLines(path: string): Promise<number> {
  let lines = 1
  for await (const chunk of createReadStream(path, { highWaterMark: 2 ** 20 })) {
    const bytes = chunk as Buffer
    for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1
  }
  return lines
}
