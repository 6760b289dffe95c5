import type { Command, CommandTable } from './command'
import { shortForm } from './parameters'

/**
 * Finds commands by header. Every spelling that SCPI allows (short or long nodes, optional nodes left out) is written out
 * once, so that finding one is a look-up and two commands that could be confused are noticed when the program starts.
 */
export class CommandTree {
  readonly #commands = new Map<string, Command>()

  constructor(...tables: CommandTable[]) {
    for (const table of tables)
      for (const [pattern, command] of Object.entries(table))
        for (const spelling of spellings(pattern)) {
          if (this.#commands.has(spelling)) throw new Error(`${pattern}: ${spelling} is taken`)
          this.#commands.set(spelling, command)
        }
  }

  /** @param header in capitals, without a leading colon, with the `?` of a query. */
  find(header: string): Command | undefined {
    return this.#commands.get(header)
  }
}

const node = /\[:?(\w+):?\]|:?(\*?\w+)/g

/** `[SENSe:]INTegration[:TIME]?` gives `INT?`, `INTEGRATION?`, `SENS:INT?`, `SENS:INT:TIME?` … */
export function spellings(pattern: string): string[] {
  const query = pattern.endsWith('?') ? '?' : ''
  let heads: string[] = ['']
  for (const [, optional, required] of pattern.matchAll(node)) {
    const name = optional ?? required!
    const forms = new Set([shortForm(name), name.toUpperCase()])
    const longer = heads.flatMap((head) => [...forms].map((form) => (head ? `${head}:${form}` : form)))
    heads = optional === undefined ? longer : [...heads, ...longer]
  }
  return heads.map((head) => head + query)
}
