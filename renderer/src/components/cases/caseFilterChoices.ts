import type { CaseAnswer, CaseFilters, LesionClass } from '../../../../electron/contract/cases'
import { choicesOf } from '../words/choicesOf'
import { bodySiteNames, lesionClassNames, originNames, skinTypeNames, type Named } from '../words/names'

/* What cases can be filtered by, in words. */

const answerNames: Named<CaseAnswer> = {
  malignant: 'Malignant',
  benign: 'Benign',
  quality: 'To be repeated',
  demonstration: 'Demonstration',
  none: 'No answer',
}

const diagnosisNames: Named<LesionClass | 'none'> = { ...lesionClassNames, none: 'No diagnosis' }

export const answerChoices = choicesOf(answerNames)
export const diagnosisChoices = choicesOf(diagnosisNames)
export const siteChoices = choicesOf(bodySiteNames)
export const originChoices = choicesOf(originNames)
/** A model that may have answered. */
export interface KnownModel {
  hash: string
  name: string
}

export const modelChoices = (models: readonly KnownModel[]) =>
  models.map(({ hash, name }) => ({ value: hash, text: `${name} ${hash.slice(0, 8)}` }))

export const skinTypeChoices = [
  ...skinTypeNames.map((text, index) => ({ value: index + 1, text })),
  { value: 0, text: 'Not known' },
]

/** One thing that the list is narrowed by, and how it is without it. */
export interface FilterChip {
  key: string
  text: string
  without: CaseFilters
}

/** What the list is narrowed by, each as a chip that can be taken away. */
export function chipsOf(filters: CaseFilters): FilterChip[] {
  const skinTypeName = (type: number) => `Skin type ${skinTypeNames[type - 1] ?? 'not known'}`
  const model = (hash: string) => `Model ${hash.slice(0, 8)}`
  const day = (name: 'from' | 'to'): FilterChip[] => {
    const value = filters[name]
    return value === null
      ? []
      : [{ key: name, text: `${name} ${value}`, without: { ...filters, [name]: null } }]
  }
  return [
    ...each(filters, 'answers', (answer) => answerNames[answer]),
    ...each(filters, 'diagnoses', (diagnosis) => diagnosisNames[diagnosis]),
    ...each(filters, 'bodySites', (site) => bodySiteNames[site]),
    ...each(filters, 'skinTypes', skinTypeName),
    ...each(filters, 'origins', (origin) => originNames[origin]),
    ...each(filters, 'models', model),
    ...day('from'),
    ...day('to'),
  ]
}

type ListName = Exclude<keyof CaseFilters, 'from' | 'to'>

function each<Name extends ListName>(
  filters: CaseFilters,
  name: Name,
  text: (value: CaseFilters[Name][number]) => string,
): FilterChip[] {
  const values: readonly CaseFilters[Name][number][] = filters[name]
  return values.map((value) => ({
    key: `${name} ${value}`,
    text: text(value),
    without: { ...filters, [name]: values.filter((other) => other !== value) },
  }))
}
