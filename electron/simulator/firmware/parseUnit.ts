import { ScpiError } from './scpiError'

export type Parameter =
  { kind: 'number'; value: number } | { kind: 'word'; text: string } | { kind: 'string'; text: string }

/** One command or query of a program message. */
export interface Unit {
  /** In capitals, without a leading colon, with the `?` of a query: `LAS:FIRE?`. */
  header: string
  isQuery: boolean
  parameters: Parameter[]
}

// All of these take linear time.
const headerPattern = /^:?(\*?[A-Za-z][\w:]*\??)(?: +(.*))?$/
const wordPattern = /^[A-Za-z]\w*$/
const numberPattern = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d+)?$/
const stringPattern = /^"((?:[^"]|"")*)"$/

/** Splits at a separator that is not within quotes, and trims the parts. */
export function splitOutsideQuotes(text: string, separator: string): string[] {
  const parts: string[] = []
  let start = 0
  let quoted = false
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') quoted = !quoted
    else if (text[i] === separator && !quoted) {
      parts.push(text.slice(start, i))
      start = i + 1
    }
  }
  return [...parts, text.slice(start)].map((part) => part.trim())
}

/** Reads one unit of a message; -102 where it cannot be read. */
export function parseUnit(text: string): Unit {
  const [, name, rest] = headerPattern.exec(text) ?? []
  if (name === undefined) throw new ScpiError(-102)
  const parameters = rest ? splitOutsideQuotes(rest, ',').map(parseParameter) : []
  return { header: name.toUpperCase(), isQuery: name.endsWith('?'), parameters }
}

function parseParameter(text: string): Parameter {
  if (numberPattern.test(text)) return { kind: 'number', value: Number(text) }
  if (wordPattern.test(text)) return { kind: 'word', text: text.toUpperCase() }
  const quoted = stringPattern.exec(text)?.[1]
  if (quoted === undefined) throw new ScpiError(-102)
  return { kind: 'string', text: quoted.replaceAll('""', '"') }
}
