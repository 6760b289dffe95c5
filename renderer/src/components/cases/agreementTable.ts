import type { Agreement, CaseStatistics, ModelAgreement } from '../../../../electron/contract/overview'
import { bodySiteNames, originNames, skinTypeNames } from '../words/names'

export interface AgreementSection {
  title: string
  rows: { name: string; agreement: Agreement }[]
}

/** The agreement of predictions with histopathology, by all that it is looked at by. */
export function agreementSections({
  overall,
  overTime,
  bySite,
  bySkinType,
}: ModelAgreement): AgreementSection[] {
  const named = (agreements: readonly Agreement[], name: (group: string) => string) =>
    agreements.map((agreement) => ({ name: name(agreement.group), agreement }))
  return [
    { title: 'Together', rows: named([overall], () => 'All') },
    { title: 'Month', rows: named(overTime, (month) => month) },
    {
      title: 'Body site',
      rows: named(bySite, (site) => (bodySiteNames as Record<string, string>)[site] ?? site),
    },
    { title: 'Skin type', rows: named(bySkinType, (type) => skinTypeNames[Number(type) - 1] ?? 'Not known') },
  ]
}

/** As CSV: no cell holds a comma or begins a formula. */
export function agreementCsv(statistics: readonly CaseStatistics[]): string {
  const cells = (share: Agreement['agreement']) =>
    share ? [share.share, ...share.interval].map((value) => value.toFixed(4)) : ['', '', '']
  const measures = ['agreement', 'sensitivity', 'specificity'] as const
  const header = [
    ...[
      'origin',
      'modelHash',
      'by',
      'group',
      'truePositive',
      'falseNegative',
      'trueNegative',
      'falsePositive',
    ],
    ...measures.flatMap((name) => [name, `${name}From95`, `${name}To95`]),
  ]
  const everyModel = statistics.flatMap(({ origin, models }) => models.map((model) => ({ origin, model })))
  const lines = everyModel.flatMap(({ origin, model }) =>
    agreementSections(model).flatMap(({ title, rows }) =>
      rows.map(({ name, agreement }) => [
        originNames[origin],
        model.hash,
        title,
        name,
        agreement.truePositive,
        agreement.falseNegative,
        agreement.trueNegative,
        agreement.falsePositive,
        ...measures.flatMap((measure) => cells(agreement[measure])),
      ]),
    ),
  )
  return [header, ...lines].map((line) => `${line.join(',')}\r\n`).join('')
}
