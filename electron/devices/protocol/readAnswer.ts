import { StokesError } from '../../contract/errors'

/** Values of an answer's text. Every one fails with `device.garbled` on what it cannot be. */

/** Splits at `separator`, outside of quotes. */
export function splitFields(text: string, separator: ',' | ';'): string[] {
  return text.split(separator === ',' ? /,(?=(?:[^"]*"[^"]*")*[^"]*$)/ : /;(?=(?:[^"]*"[^"]*")*[^"]*$)/)
}

/** The same, where as many fields as `names` must be there. */
export function readFields<Name extends string>(
  text: string,
  separator: ',' | ';',
  ...names: Name[]
): Record<Name, string> {
  const fields = splitFields(text, separator)
  if (fields.length !== names.length) throw unreadable(text, `${names.length} values (${names.join(', ')})`)
  return Object.fromEntries(names.map((name, i) => [name, fields[i]!.trim()])) as Record<Name, string>
}

export function readNumber(text: string): number {
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(E[+-]?\d+)?$/i.test(text)) throw unreadable(text, 'a number')
  return Number(text)
}

export function readBoolean(text: string): boolean {
  if (text !== '0' && text !== '1') throw unreadable(text, '0 or 1')
  return text === '1'
}

/** A string in quotes; what is in none is taken as it is. */
export function readString(text: string): string {
  const inner = /^"(.*)"$/.exec(text.trim())?.[1]
  return inner === undefined ? text.trim() : inner.replaceAll('""', '"')
}

/** One of `words`, each given as `SHORtform`: the capitals or the whole word, in any case. */
export function readWord<Word extends string>(text: string, ...words: Word[]): Word {
  const given = text.toUpperCase()
  const word = words.find(
    (candidate) => given === candidate.toUpperCase() || given === candidate.replace(/[a-z]/g, ''),
  )
  if (word === undefined) throw unreadable(text, words.join(' or '))
  return word
}

export interface InstrumentMessage {
  number: number
  text: string
}

/** `<number>,"<text>"` of the error queue. */
export function readInstrumentMessage(text: string): InstrumentMessage {
  const parts = /^([+-]?\d+),"(.*)"$/.exec(text)
  if (!parts) throw unreadable(text, 'a number and a text')
  return { number: Number(parts[1]), text: parts[2]!.replaceAll('""', '"') }
}

function unreadable(text: string, wanted: string): StokesError {
  const shown = text.length > 80 ? `${text.slice(0, 80)}…` : text
  return new StokesError(
    'device.garbled',
    `The instrument answered "${shown}" where ${wanted} was expected.`,
    {
      tip: 'Check the cable, then connect again.',
    },
  )
}
