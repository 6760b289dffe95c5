import type { Parameter } from './parseUnit'
import { ScpiError } from './scpiError'

/** What may stand in one place of a command. */
export interface Place<T> {
  decode(parameter: Parameter): T
  /** What it is when it is left out; without it, leaving it out is -109. */
  absent?: { value: T }
}

export interface NumberRange {
  /** In error texts: `integration 0 ms is not in 1..60000`. */
  name: string
  unit?: string
  min: number
  max: number
  default?: number
  /** A fraction is rounded. */
  whole?: boolean
}

/** Whether a word is a keyword in its short form (the capitals) or its long one: `OPEN`, `CLOSed`. */
function isKeyword(word: string, keyword: string): boolean {
  return word === keyword.toUpperCase() || word === shortForm(keyword)
}

export function shortForm(keyword: string): string {
  return keyword.replace(/[a-z]+$/, '')
}

export function limit(range: NumberRange, word: string): number {
  const value = isKeyword(word, 'MINimum')
    ? range.min
    : isKeyword(word, 'MAXimum')
      ? range.max
      : isKeyword(word, 'DEFault')
        ? range.default
        : undefined
  if (value === undefined) throw new ScpiError(-224, word)
  return value
}

export function number(range: NumberRange): Place<number> {
  return {
    decode(parameter) {
      if (parameter.kind === 'word') return limit(range, parameter.text)
      if (parameter.kind === 'string') throw new ScpiError(-104, `${range.name} is a number`)
      const value = range.whole ? Math.round(parameter.value) : parameter.value
      if (value >= range.min && value <= range.max) return value
      const unit = range.unit ? ` ${range.unit}` : ''
      throw new ScpiError(
        -222,
        `${range.name} ${parameter.value}${unit} is not in ${range.min}..${range.max}`,
      )
    },
  }
}

export function optional<T>(place: Place<T>, value: T): Place<T> {
  return { ...place, absent: { value } }
}

/** `ON`, `OFF`, `1` or `0`. */
export const boolean: Place<boolean> = {
  decode(parameter) {
    if (parameter.kind === 'string') throw new ScpiError(-104, 'ON or OFF')
    const written = parameter.kind === 'word' ? parameter.text : String(parameter.value)
    if (written === 'ON' || written === '1') return true
    if (written === 'OFF' || written === '0') return false
    throw new ScpiError(-224, written)
  },
}

/** One of some keywords, in the short or the long form. */
export function keyword<Keyword extends string>(...keywords: Keyword[]): Place<Keyword> {
  return {
    decode(parameter) {
      if (parameter.kind !== 'word') throw new ScpiError(-104, keywords.join('|'))
      const found = keywords.find((candidate) => isKeyword(parameter.text, candidate))
      if (found === undefined) throw new ScpiError(-224, parameter.text)
      return found
    },
  }
}

/** One of some names in double quotes, spelt as they are. */
export function nameOf<Name extends string>(names: readonly Name[]): Place<Name> {
  return {
    decode(parameter) {
      const written = text.decode(parameter)
      const found = names.find((name) => name === written)
      if (found === undefined) throw new ScpiError(-224, `"${written}" is none of ${names.join(', ')}`)
      return found
    },
  }
}

/** Text in double quotes. */
export const text: Place<string> = {
  decode(parameter) {
    if (parameter.kind !== 'string') throw new ScpiError(-104, 'text in double quotes')
    return parameter.text
  },
}
