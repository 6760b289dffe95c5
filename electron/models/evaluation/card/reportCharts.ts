import type { EvaluationReport } from '../../../contract/evaluation'
import { figureText } from '../table2'
import { chart } from './chart'
import type { Html } from '../../../shared/document/html'

/** The curves of a report as figures; those that it does not have are left out. */
export function reportCharts(report: EvaluationReport): Html[] {
  const { curves, metrics, intervals, prevalence, classes, oracle } = report
  const charts = [
    chart({
      title: 'Receiver operating characteristic',
      description: `ROC curve; area under it ${figureText(metrics.auc, intervals.auc)}.`,
      x: 'False positive rate (1 − specificity)',
      y: 'True positive rate (sensitivity)',
      series: [
        ...curves.roc,
        ...(oracle ? [{ name: 'Oracle, upper bound', points: oracle.roc, reference: true }] : []),
        { name: 'Chance', points: diagonal, reference: true },
      ],
    }),
    chart({
      title: 'Precision and recall',
      description: `Precision-recall curve; average precision ${figureText(metrics.averagePrecision, intervals.averagePrecision)}.`,
      x: 'Recall (sensitivity)',
      y: 'Precision (PPV)',
      series: curves.precisionRecall,
    }),
    chart({
      title: 'Reliability, ten bins of equal count',
      description: `What was said against what came true; calibration slope ${figureText(metrics.calibrationSlope, intervals.calibrationSlope)}.`,
      x: classes.length === 2 ? `Probability of ${classes[1]!.name}` : 'Probability of the class said',
      y: 'Share that came true',
      series: [
        {
          name: 'Seen, 95 % interval',
          points: curves.reliability.map(({ said, seen }) => [said, seen]),
          bars: curves.reliability.map(({ interval }) => interval),
          dots: true,
        },
        { name: 'Calibrated', points: diagonal, reference: true },
      ],
    }),
  ]
  if (curves.decision.length > 0) {
    // Five steps, one of them below 0.
    const step =
      Math.ceil(25 * Math.max(...curves.decision.map(({ model, all }) => Math.max(model, all)))) / 100
    charts.push(
      chart({
        title: `Decision curve${prevalence ? ` at ${percent(prevalence.site)} prevalence` : ' at the prevalence of the data'}`,
        description:
          'Net benefit of acting on the model, on everyone and on no one, by the chance one would act at.',
        x: 'Chance of malignancy from which on to act',
        y: 'Net benefit',
        yRange: [-step, 4 * step],
        series: [
          { name: 'Model', points: curves.decision.map(({ threshold, model }) => [threshold, model]) },
          { name: 'Everyone', points: curves.decision.map(({ threshold, all }) => [threshold, all]) },
          {
            name: 'No one',
            points: [
              [0, 0],
              [1, 0],
            ],
            reference: true,
          },
        ],
      }),
    )
  }
  charts.push(
    chart({
      title: 'Abstention, surest answers first',
      description: 'Share of errors among the answered spectra against the share that is answered.',
      x: 'Share answered',
      y: 'Share of errors',
      yRange: [
        0,
        Math.max(0.1, Math.ceil(10 * Math.max(...curves.riskCoverage.map(([, risk]) => risk))) / 10),
      ],
      series: [{ name: 'Errors among the answered', points: curves.riskCoverage }],
    }),
  )
  return charts
}

const diagonal = [
  [0, 0],
  [1, 1],
] as const

export function percent(share: number): string {
  return `${Number((100 * share).toPrecision(3))} %`
}
