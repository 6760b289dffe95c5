import type { EvaluationReport, FigureName } from '../../contract/evaluation'

/** One system of the table; null where it has no such figure (an upper bound has no operating point). */
export interface Table2Row extends Pick<EvaluationReport, 'n' | 'patients'> {
  system: string
  metrics: Partial<EvaluationReport['metrics']>
  intervals: Partial<EvaluationReport['intervals']>
}

/** The columns of the paper's Table 2, in its order. */
const columns: readonly [FigureName, string][] = [
  ['accuracy', 'Accuracy'],
  ['auc', 'AUC'],
  ['f1', 'F1 (macro)'],
  ['sensitivity', 'Sensitivity'],
  ['specificity', 'Specificity'],
]

/** The paper's Table 2 as CSV: a row a system, each figure with the ends of its 95 % interval; empty where there is none. */
export function table2Csv(rows: readonly Table2Row[]): string {
  const header = [
    'system',
    'spectra',
    'patients',
    ...columns.flatMap(([name]) => [name, `${name}_low`, `${name}_high`]),
  ]
  const lines = rows.map(({ system, n, patients, metrics, intervals }) => {
    const figures = columns.flatMap(([name]) => [metrics[name], ...(intervals[name] ?? [null, null])])
    return [cell(system), n, patients, ...figures.map((value) => value?.toFixed(4) ?? '')]
  })
  return [header, ...lines].map((line) => `${line.join(',')}\n`).join('')
}

/** The same for people, with aligned columns: 0.912 (0.871–0.945). */
export function table2Text(rows: readonly Table2Row[]): string {
  const table = [
    ['System', ...columns.map(([, title]) => title)],
    ...rows.map(({ system, metrics, intervals }) => [
      system,
      ...columns.map(([name]) => figureText(metrics[name], intervals[name])),
    ]),
  ]
  const widths = table[0]!.map((_, column) => Math.max(...table.map((line) => line[column]!.length)))
  return table
    .map(
      (line) =>
        `${line
          .map((text, column) => text.padEnd(widths[column]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('')
}

/** A figure with its interval, for people. */
export function figureText(
  value: number | null | undefined,
  interval: readonly [number, number] | null | undefined,
  digits = 3,
): string {
  if (value === null || value === undefined) return '–'
  const text = (number: number) => number.toFixed(digits).replace('-', '−')
  if (!interval) return text(value)
  const [low, high] = interval
  return `${text(value)} (${text(low)}${low < 0 ? ' to ' : '–'}${text(high)})`
}

/** A text that a spreadsheet takes for neither several cells nor a formula. */
function cell(text: string): string {
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
