/** FTS5's trigram index finds nothing shorter. */
const INDEXED_LENGTH = 3

/** Text as it is searched: case and accents do not matter ("Müller" is found by "MULLER", "Fuß" by "fuss"). */
export function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toUpperCase()
}

/** The fields of a lesion as one text; no word that is searched reaches over a line. */
export function foldFields(fields: readonly string[]): string {
  return fields.map(fold).join('\n')
}

export interface SearchCondition {
  /** Over the table `lesionText`. */
  sql: string
  values: Record<string, string>
}

/** Every word of `search` must occur, each anywhere within a word of the text; `%`, `_` and quotes mean themselves. Null for no word at all. */
export function searchCondition(search: string): SearchCondition | null {
  const words = fold(search).split(/\s+/u).filter(Boolean)
  if (words.length === 0) return null
  const isIndexed = (word: string) => Array.from(word).length >= INDEXED_LENGTH
  const indexed = words.filter(isIndexed)
  const short = words.filter((word) => !isIndexed(word))

  const conditions = short.map((_, index) => `instr(text, @word${index}) > 0`)
  const values = Object.fromEntries(short.map((word, index) => [`word${index}`, word]))
  if (indexed.length > 0) {
    conditions.push('text MATCH @words')
    values.words = indexed.map((word) => `"${word.replaceAll('"', '""')}"`).join(' AND ')
  }
  return { sql: conditions.join(' AND '), values }
}
