import { basename, extname } from 'node:path'
import { notASpectrum } from './fileProblem'
import { decodeText } from './readLines'
import { delimiterOf, splitCells, type Delimiter } from './tableFormat'

export interface RecordedSpectrum {
  name: string
  intensities: Float64Array
}

/** Half a gigabyte of numbers. */
const MOST_VALUES = 64 * 1024 * 1024
/** JCAMP-DX: its numbers are differences and factors of their own. */
const JCAMP_LABEL = /^##[^=]+=/
const COMMENT = /^\s*[#%]/
/** What a line of numbers begins with; NaN and infinity are refused where they stand, not taken for a heading. */
const BEGINS_WITH_NUMBER = /^\s*"?[+-]?(\d+([.,]\d*)?|[.,]\d+|nan\b|inf)(e[+-]?\d+)?"?([\s,;]|$)/i
const NUMERIC_LINE = /^[\d+\-.,;eE\s"]*$/

/** A table that is read line by line: the first column the axis, each further one a spectrum. */
export class SpectraTable {
  private readonly rows: Float64Array[] = []
  private readonly lineOfRow: number[] = []
  private heading: string | null = null
  private delimiter: Delimiter | null = null
  private decimalSign: '.' | ',' | null = null
  private line = 0
  /** `#Key=Value` lines. */
  readonly properties = new Map<string, string>()

  constructor(private readonly path: string) {}

  /** @throws file.notASpectrum */
  addLine(text: string): void {
    this.line += 1
    const line = this.line === 1 ? withoutByteOrderMark(text) : text
    if (line.trim() === '') return
    if (JCAMP_LABEL.test(line)) throw this.refusal('it is JCAMP-DX, which cannot be read')
    if (COMMENT.test(line)) this.addProperty(line)
    else if (this.rows.length === 0 && this.heading === null && !BEGINS_WITH_NUMBER.test(line))
      this.heading = line
    else this.addRow(line)
  }

  /** Sorted by ascending wavenumber. @throws file.notASpectrum */
  finish(): { axis: Float64Array; spectra: RecordedSpectrum[]; lines: Int32Array } {
    const { rows } = this
    if (rows.length < 2) throw notASpectrum(this.path, null, `it holds ${rows.length} points of a spectrum`)
    const order = this.ascendingOrder()
    const names = this.names(rows[0]!.length)
    const column = (index: number): Float64Array => Float64Array.from(order, (row) => rows[row]![index]!)
    return {
      axis: column(0),
      spectra: names.slice(1).map((name, i) => ({ name, intensities: column(i + 1) })),
      lines: order.map((row) => this.lineOfRow[row]!),
    }
  }

  /** What stands above the axis; all of a heading whose words spaces part. */
  get axisHeading(): string | null {
    if (this.heading === null || this.delimiter === null) return null
    const text = decodeText(this.heading)
    return this.delimiter === 'space' ? text : (splitCells(text, this.delimiter)[0] ?? null)
  }

  private addProperty(line: string): void {
    const [, key, value] = /^\s*#\s*([^=]+)=(.*)$/.exec(decodeText(line)) ?? []
    if (key !== undefined && value !== undefined) this.properties.set(key.trim().toLowerCase(), value.trim())
  }

  private addRow(line: string): void {
    this.delimiter ??= delimiterOf(line)
    const decimalComma = this.delimiter !== ',' && this.usesDecimalComma(line)
    const cells = splitCells(line, this.delimiter)
    const width = this.rows[0]?.length ?? cells.length
    if (cells.length < 2) throw this.refusal('it has one column, where a wavenumber and an intensity belong')
    if (cells.length !== width) throw this.refusal(`it has ${cells.length} columns, those before it ${width}`)
    if (width * this.rows.length > MOST_VALUES)
      throw this.refusal(`there are more than ${MOST_VALUES} numbers`)

    // `Number` also reads '0x10', 'Infinity' and the empty cell: none of them is a number here.
    const numeric = NUMERIC_LINE.test(line)
    const row = new Float64Array(width)
    for (let i = 0; i < width; i++) {
      const cell = cells[i]!
      const value = Number(decimalComma ? cell.replace(',', '.') : cell)
      if (!numeric || value === 0 || !Number.isFinite(value)) this.requireNumber(cell, value, i)
      row[i] = value
    }
    this.rows.push(row)
    this.lineOfRow.push(this.line)
  }

  private requireNumber(cell: string, value: number, index: number): void {
    const text = cell.trim()
    if (/^[\d+\-.,eE]+$/.test(text) && Number.isFinite(value)) return
    const shown = text.length > 20 ? `${text.slice(0, 20)}…` : text
    throw this.refusal(
      text === ''
        ? `column ${index + 1} is missing`
        : `column ${index + 1} is "${decodeText(shown)}", which is no number`,
    )
  }

  /** Both signs in one file may mean that one of them groups thousands: a guess could be wrong by a factor of 1000. */
  private usesDecimalComma(line: string): boolean {
    const comma = line.includes(',')
    const point = line.includes('.')
    if (comma || point) {
      const sign = comma ? ',' : '.'
      if ((comma && point) || (this.decimalSign !== null && sign !== this.decimalSign))
        throw this.refusal('numbers have both a comma and a point')
      this.decimalSign = sign
    }
    return comma
  }

  private ascendingOrder(): Int32Array {
    const { rows, lineOfRow } = this
    const order = Int32Array.from(rows.keys()).sort((a, b) => rows[a]![0]! - rows[b]![0]!)
    for (let i = 1; i < order.length; i++) {
      const [one, other] = [order[i - 1]!, order[i]!]
      const wavenumber = rows[other]![0]!
      if (rows[one]![0] !== wavenumber) continue
      const [first, second] = [lineOfRow[one]!, lineOfRow[other]!].sort((a, b) => a - b)
      throw notASpectrum(this.path, second!, `${wavenumber} cm-1 stands on line ${first!} already`)
    }
    return order
  }

  private names(width: number): string[] {
    const fileName = basename(this.path, extname(this.path))
    const byColumn = Array.from({ length: width }, (_, i) => (width === 2 ? fileName : `${fileName} ${i}`))
    if (this.heading === null) return byColumn
    const given = splitCells(decodeText(this.heading), this.delimiter!)
    // Words of a heading such as "Raman shift (cm-1) Intensity" cannot be told apart by spaces.
    if (this.delimiter === 'space') return byColumn
    if (given.length !== width)
      throw notASpectrum(this.path, 1, `the heading has ${given.length} columns, the numbers have ${width}`)
    return given.map((name, i) => name.trim() || byColumn[i]!)
  }

  private refusal(what: string): Error {
    return notASpectrum(this.path, this.line, what)
  }
}

/** Of UTF-8, as bytes or as the character. */
function withoutByteOrderMark(line: string): string {
  return line.replace(/^(\u00ef\u00bb\u00bf|\ufeff)/, '')
}
