import type { CaseFilters } from '../../../../electron/contract/cases'
import { calendarDayOf } from '../words/dates'

export interface UsualSearch {
  name: string
  testId: string
  filters: CaseFilters
}

/**
 * Searches that everybody needs.
 * @param all filters that leave all cases
 * @param today local, and so is the week, which begins on Monday
 */
export function usualSearches(all: CaseFilters, today: Date): UsualSearch[] {
  const monday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - ((today.getDay() + 6) % 7))
  return [
    { name: 'Diagnosis missing', testId: 'usual-no-diagnosis', filters: { ...all, diagnoses: ['none'] } },
    {
      name: 'Malignant this week',
      testId: 'usual-malignant',
      filters: { ...all, answers: ['malignant'], from: calendarDayOf(monday) },
    },
    { name: 'To be repeated', testId: 'usual-repeat', filters: { ...all, answers: ['quality'] } },
  ]
}
