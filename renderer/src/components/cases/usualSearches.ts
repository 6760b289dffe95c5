import { NO_FILTERS, type CaseFilters } from '../../../../electron/contract/cases'
import { calendarDayOf } from '../words/dates'

export interface UsualSearch {
  name: string
  testId: string
  filters: CaseFilters
}

/** Searches that everybody needs; `today` is local, and so is the week, which begins on Monday. */
export function usualSearches(today: Date): UsualSearch[] {
  const monday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - ((today.getDay() + 6) % 7))
  const from = calendarDayOf(monday)
  return [
    {
      name: 'Diagnosis missing',
      testId: 'usual-no-diagnosis',
      filters: { ...NO_FILTERS, diagnoses: ['none'] },
    },
    {
      name: 'Malignant this week',
      testId: 'usual-malignant',
      filters: { ...NO_FILTERS, answers: ['malignant'], from },
    },
    { name: 'To be repeated', testId: 'usual-repeat', filters: { ...NO_FILTERS, answers: ['quality'] } },
  ]
}
