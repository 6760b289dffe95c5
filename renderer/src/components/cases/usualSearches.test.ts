import { expect, it } from 'vitest'
import { NO_FILTERS } from '../../../../electron/contract/cases'
import { usualSearches } from './usualSearches'

const from = (today: Date) => usualSearches(NO_FILTERS, today)[1]!.filters.from

it('begin the week on its Monday, also on a Sunday and over the turn of a year', () => {
  expect(from(new Date(2026, 10, 23))).toBe('2026-11-23')
  expect(from(new Date(2026, 10, 29, 23, 59))).toBe('2026-11-23')
  expect(from(new Date(2027, 0, 1))).toBe('2026-12-28')
})
