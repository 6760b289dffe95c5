import type { EvaluationReport } from '../../contract/evaluation'
import { evaluateKept } from '../../instrument/services/learning/evaluateKept'
import { openKeptModel, type KeptModel } from '../../instrument/services/learning/keptModel'
import { modelFolder } from '../../instrument/services/servingModel'
import { modelCard } from '../../models/evaluation/card/modelCard'
import { figureText } from '../../models/evaluation/table2'
import { systemClock } from '../../shared/clock'
import { softwareVersion } from '../../shared/softwareVersion'
import { openDataOf, type DataOptions } from '../learning/experimentOptions'
import { answer } from '../output'
import { requireWritableFile, writeFileSafely } from '../writeFileSafely'

export interface EvaluateOptions extends DataOptions {
  model: string
  /** Share of the second class where the model is to be used. */
  prevalence?: number
  card?: string
  json?: boolean
}

/** Figures of a model on the patients of a file that it has not seen. */
export async function evaluate({
  model: folder,
  card,
  prevalence,
  ...options
}: EvaluateOptions): Promise<void> {
  if (card !== undefined) await requireWritableFile(card)
  const model = await openKeptModel(modelFolder(folder))
  const data = await openDataOf(options)
  const { report } = await evaluateKept(model, data, prevalence)
  if (card !== undefined) await writeFileSafely(card, cardOf(model, report))
  const { n, patients, metrics, intervals, baselineMetadataOnly, distinguishable, leakage, ...further } =
    report
  const excludedPatients = report.data.excludedPatients
  answer(
    {
      ...{
        n,
        patients,
        excludedPatients,
        metrics,
        intervals,
        baselineMetadataOnly,
        distinguishable,
        leakage,
      },
      oracle: null,
      ...further,
    },
    options,
    () => textOf(report),
  )
}

function textOf({
  model,
  data,
  n,
  patients,
  metrics,
  intervals,
  baselineMetadataOnly,
  prevalence,
  oracle,
  malignancy,
  caveats,
}: EvaluationReport) {
  const figure = (name: 'accuracy' | 'auc' | 'f1' | 'sensitivity' | 'specificity' | 'ece') =>
    `  ${name.padEnd(12)} ${figureText(metrics[name], intervals[name])}`
  const baseline = baselineMetadataOnly
  return [
    `${model.name} (${model.system}) on ${n} spectra of ${patients} patients of ${data.name}; left out, as it has seen them: ${data.excludedPatients} patients.`,
    ...(['accuracy', 'auc', 'f1', 'sensitivity', 'specificity', 'ece'] as const).map(figure),
    ...(baseline
      ? [
          `  age, sex, site and skin type alone: auc ${figureText(baseline.metrics.auc, baseline.intervals.auc)}`,
        ]
      : []),
    ...(malignancy ? [`  as ${malignancyText(malignancy)}`] : []),
    ...(oracle ? [`  no model can go beyond: auc ${figureText(oracle.auc, oracle.interval)}`] : []),
    ...(prevalence
      ? [
          `  where ${(100 * prevalence.site).toFixed(1)} % are malignant: ppv ${figureText(prevalence.ppv, prevalence.ppvInterval)}, npv ${figureText(prevalence.npv, prevalence.npvInterval)}`,
        ]
      : []),
    ...caveats,
  ].join('\n')
}

/** What a model of several classes is worth as the two that it answers. */
export function malignancyText({
  classes,
  metrics,
  intervals,
}: NonNullable<EvaluationReport['malignancy']>): string {
  const figures = (['auc', 'sensitivity', 'specificity'] as const).map(
    (name) => `${name} ${figureText(metrics[name], intervals[name])}`,
  )
  return `${classes.map(({ name }) => name).join(' or ')}: ${figures.join(', ')}`
}

function cardOf({ record, bundle }: KeptModel, report: EvaluationReport): string {
  const recipe = bundle?.recipe.name
  return modelCard(report, {
    softwareVersion: softwareVersion(),
    createdAt: systemClock.timestamp(),
    facts: [
      ...(recipe === undefined ? [] : [['Recipe', recipe] as const]),
      ...(record
        ? [
            ['Trained by', record.software] as const,
            ['Seed', String(record.experiment.seed)] as const,
            ['Data set', record.experiment.dataSetHash.slice(0, 12)] as const,
            [
              'Patients',
              Object.entries(record.split.patients)
                .map(([part, names]) => `${part} ${names.length}`)
                .join(', '),
            ] as const,
          ]
        : []),
    ],
  })
}
