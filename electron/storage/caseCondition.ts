import type { CaseFilters } from '../contract/cases'
import { searchCondition } from './searchText'

export interface CaseCondition {
  /** Over the table `caseFacts`. */
  sql: string
  values: Record<string, string | number>
}

/** As much of a model's hash as `caseFacts` holds. */
const MODEL_LENGTH = 12

/** Which cases are meant by filters. */
export function filterCondition(filters: Partial<CaseFilters> = {}): CaseCondition {
  const { answers = [], diagnoses = [], bodySites = [], skinTypes = [], origins = [], models = [] } = filters
  const { from = null, to = null } = filters
  const conditions: string[] = []
  const values: CaseCondition['values'] = {}

  const among = (column: string, wanted: readonly (string | number)[], nothing?: string | number) => {
    if (wanted.length === 0) return
    const known = wanted.filter((value) => value !== nothing)
    const alternatives = known.length < wanted.length ? [`${column} IS NULL`] : []
    if (known.length > 0) {
      alternatives.push(`${column} IN (${known.map((_, index) => `@${column}${index}`).join(', ')})`)
      for (const [index, value] of known.entries()) values[`${column}${index}`] = value
    }
    conditions.push(`(${alternatives.join(' OR ')})`)
  }
  among('answer', answers, 'none')
  among('lesionClass', diagnoses, 'none')
  among('bodySite', bodySites)
  among('skinType', skinTypes, 0)
  among('origin', origins)
  among(
    'model',
    models.map((hash) => hash.slice(0, MODEL_LENGTH)),
  )
  if (from !== null) {
    conditions.push('lastChangedAt >= @from')
    values.from = from
  }
  if (to !== null) {
    // Times of that day come after the day itself, and before the next letter.
    conditions.push(`lastChangedAt < @to || 'U'`)
    values.to = to
  }
  return { sql: conditions.length > 0 ? conditions.join(' AND ') : 'TRUE', values }
}

/** Which cases are meant by a search and its filters together, in no order. */
export function caseCondition(search: string, filters: Partial<CaseFilters> = {}): CaseCondition {
  const { sql, values } = filterCondition(filters)
  const text = searchCondition(search)
  if (!text) return { sql, values }
  return {
    sql: `entry IN (SELECT rowid FROM lesionText WHERE ${text.sql}) AND ${sql}`,
    values: { ...values, ...text.values },
  }
}
