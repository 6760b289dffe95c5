import type { CaseFilters } from '../contract/cases'
import { searchCondition, type SearchCondition } from './searchText'

/** SQL over the table `caseFacts`, with its values: which cases are meant by a search and its filters. */
export function caseCondition(search: string, filters: Partial<CaseFilters> = {}): SearchCondition {
  const { answers = [], diagnoses = [], bodySites = [], skinTypes = [], origins = [], models = [] } = filters
  const { from = null, to = null } = filters
  const conditions: string[] = []
  const values: SearchCondition['values'] = {}

  const among = (column: string, wanted: readonly (string | number)[], nothing?: string | number) => {
    if (wanted.length === 0) return
    const known = wanted.filter((value) => value !== nothing)
    const alternatives = known.length < wanted.length ? [`${column} IS NULL`] : []
    if (known.length > 0) {
      alternatives.push(`${column} IN (SELECT value FROM json_each(@${column}))`)
      values[column] = JSON.stringify(known)
    }
    conditions.push(`(${alternatives.join(' OR ')})`)
  }
  among('answer', answers, 'none')
  among('lesionClass', diagnoses, 'none')
  among('bodySite', bodySites)
  among('skinType', skinTypes, 0)
  among('origin', origins)
  among('modelHash', models)
  if (from !== null) {
    conditions.push('lastChangedAt >= @from')
    values.from = from
  }
  if (to !== null) {
    // Times of that day come after the day itself, and before the next letter.
    conditions.push(`lastChangedAt < @to || 'U'`)
    values.to = to
  }
  const text = searchCondition(search)
  if (text) {
    // The plus: SQLite is to walk the cases in their order and stop when the page is full, instead of sorting all that were found.
    conditions.push(`+entry IN (SELECT rowid FROM lesionText WHERE ${text.sql})`)
    Object.assign(values, text.values)
  }
  return { sql: conditions.length > 0 ? conditions.join(' AND ') : 'TRUE', values }
}
