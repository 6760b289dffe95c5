import { parse } from 'csv-parse/sync'

/** How the cells of a line are told apart; `space` stands for any run of spaces and tabs. */
export type Delimiter = ',' | ';' | '\t' | 'space'

/** A number with a decimal comma, as in a text that is separated by spaces. */
const COMMA_NUMBER = /^[+-]?\d+(,\d+)?(e[+-]?\d+)?$/i

/** The delimiter of a line of numbers. A comma is one unless everything else says that it is the decimal sign. */
export function delimiterOf(line: string): Delimiter {
  if (line.includes(';')) return ';'
  if (line.includes('\t')) return '\t'
  if (!line.includes(',')) return 'space'
  const fields = line.trim().split(/\s+/)
  return fields.length > 1 && fields.every((field) => COMMA_NUMBER.test(field)) ? 'space' : ','
}

/** Cells of a line. One delimiter at its end closes the last cell, and begins none. */
export function splitCells(line: string, delimiter: Delimiter): string[] {
  if (delimiter === 'space') return line.trim().split(/\s+/)
  // Five times as fast as the library, which is for what needs it: quotes.
  const cells = line.includes('"') ? splitQuoted(line, delimiter) : line.split(delimiter)
  if (cells.length > 1 && cells.at(-1)!.trim() === '') cells.pop()
  return cells
}

function splitQuoted(line: string, delimiter: string): string[] {
  const [cells = []] = parse(line, { delimiter, relax_quotes: true, relax_column_count: true })
  return cells
}
