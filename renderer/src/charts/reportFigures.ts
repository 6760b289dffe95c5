import type { EvaluationReport } from '../../../electron/contract/evaluation'
import { percent } from '../components/words/numbers'
import type { Figure, FigureLine } from './figure'

const UNIT = [0, 1] as const
const chance: FigureLine = {
  name: 'Chance',
  points: [
    [0, 0],
    [1, 1],
  ],
  reference: true,
}

type Curves = EvaluationReport['curves']
interface Named extends Pick<EvaluationReport, 'oracle'> {
  name: string
  curves: Curves
}

/** ROC curves of one or several models; of several, only what is common to all classes is worth a line: the last. */
export function rocFigure(models: readonly Named[]): Figure {
  const lines = models.flatMap(({ name, curves }) =>
    models.length === 1 ? curves.roc : curves.roc.slice(-1).map(({ points }) => ({ name, points })),
  )
  return {
    title: 'Receiver operating characteristic',
    x: 'False positive rate (1 − specificity)',
    y: 'True positive rate (sensitivity)',
    lines: [...lines, ...oracleLine(models), chance],
    xRange: UNIT,
    yRange: UNIT,
  }
}

/** What no model can go beyond on these spectra: the same for all that are drawn, as they are of one data set. */
function oracleLine([first]: readonly Named[]): FigureLine[] {
  return first?.oracle ? [{ name: 'Oracle, upper bound', points: first.oracle.roc, reference: true }] : []
}

export function precisionRecallFigure({ precisionRecall }: Curves): Figure {
  return {
    title: 'Precision and recall',
    x: 'Recall (sensitivity)',
    y: 'Precision (PPV)',
    lines: precisionRecall,
    xRange: UNIT,
    yRange: UNIT,
  }
}

export function reliabilityFigure({ curves, classes }: EvaluationReport): Figure {
  return {
    title: 'Reliability',
    x: classes.length === 2 ? `Probability of ${classes[1]!.name}` : 'Probability of the class said',
    y: 'Share that came true',
    lines: [
      {
        name: 'Seen, 95 % interval',
        points: curves.reliability.map(({ said, seen }) => [said, seen]),
        intervals: curves.reliability.map(({ interval }) => interval),
        dots: true,
      },
      { ...chance, name: 'Calibrated' },
    ],
    xRange: UNIT,
    yRange: UNIT,
  }
}

/** Null where there is none: more than two classes. */
export function decisionFigure({ curves, prevalence }: EvaluationReport): Figure | null {
  const { decision } = curves
  if (decision.length === 0) return null
  const highest = Math.max(0.05, ...decision.map(({ model, all }) => Math.max(model, all)))
  const top = Math.ceil(highest * 20) / 20
  const at = prevalence ? `at ${percent(prevalence.site)} prevalence` : 'at the prevalence of the data'
  return {
    title: `Decision curve ${at}`,
    x: 'Chance of malignancy from which on to act',
    y: 'Net benefit',
    lines: [
      { name: 'Model', points: decision.map(({ threshold, model }) => [threshold, model]) },
      { name: 'Everyone', points: decision.map(({ threshold, all }) => [threshold, all]) },
      {
        name: 'No one',
        points: [
          [0, 0],
          [1, 0],
        ],
        reference: true,
      },
    ],
    xRange: UNIT,
    // What acting on everyone costs beyond this says nothing more.
    yRange: [-Math.ceil(top * 5) / 20, top],
  }
}

export function riskCoverageFigure({ curves, outOfDistribution }: EvaluationReport): Figure {
  const lines: FigureLine[] = [{ name: 'Surest first', points: curves.riskCoverage }]
  if (outOfDistribution) lines.push({ name: 'Most familiar first', points: outOfDistribution.riskCoverage })
  const highest = Math.max(...lines.flatMap(({ points }) => points.map(([, risk]) => risk)))
  return {
    title: 'Abstention',
    x: 'Share answered',
    y: 'Share of errors',
    lines,
    xRange: UNIT,
    yRange: [0, Math.max(0.1, Math.ceil(highest * 10) / 10)],
  }
}

/** What more patients would bring; null where the run was not asked for it. */
export function learningCurveFigure({ learningCurve }: EvaluationReport): Figure | null {
  const lines = (learningCurve ?? []).map(({ system, points }): FigureLine => {
    const known = points.flatMap(({ patients, auc, interval }) =>
      auc === null ? [] : [{ patients, auc, interval: interval ?? ([auc, auc] as const) }],
    )
    return {
      name: system,
      points: known.map(({ patients, auc }) => [patients, auc]),
      intervals: known.map(({ interval }) => interval),
      dots: true,
    }
  })
  const drawn = lines.filter(({ points }) => points.length > 0)
  if (drawn.length === 0) return null
  return { title: 'Learning curve', x: 'Patients learnt from', y: 'AUC', lines: drawn, countsX: true }
}

/** All that a report has. */
export function reportFigures(report: EvaluationReport): Figure[] {
  return [
    rocFigure([{ name: report.model.name, ...report }]),
    precisionRecallFigure(report.curves),
    reliabilityFigure(report),
    decisionFigure(report),
    riskCoverageFigure(report),
    learningCurveFigure(report),
  ].filter((figure) => figure !== null)
}
