import { describe, expect, it } from 'vitest'
import type { CaseFilters } from '../../../../electron/contract/cases'
import { chipsOf } from './caseFilterChoices'

const NO_FILTERS: CaseFilters = {
  ...{ answers: [], diagnoses: [], bodySites: [], skinTypes: [], origins: [], models: [] },
  ...{ from: null, to: null },
}

describe('chips', () => {
  it('say each thing that the list is narrowed by, and what it is without it', () => {
    const filters = {
      ...NO_FILTERS,
      answers: ['quality' as const],
      diagnoses: ['none' as const, 'melanoma' as const],
      skinTypes: [0, 3],
      from: '2026-11-01',
    }
    const chips = chipsOf(filters)
    expect(chips.map(({ text }) => text)).toEqual([
      'To be repeated',
      'No diagnosis',
      'Melanoma',
      'Skin type not known',
      'Skin type III',
      'from 2026-11-01',
    ])
    expect(chips[1]!.without).toEqual({ ...filters, diagnoses: ['melanoma'] })
    expect(chips[5]!.without).toEqual({ ...filters, from: null })
  })

  it('are none where nothing is left out', () => {
    expect(chipsOf(NO_FILTERS)).toEqual([])
  })
})
