import type { EvaluationReport } from '../../contract/evaluation'
import { sureness } from './abstention'
import { decisionCurve } from './decisionCurve'
import { oneVersusRest, saidClasses, type Predictions } from './predictions'
import { shiftToPrevalence, type SitePrevalence } from './prevalence'
import { reliabilityCurve } from './reliabilityCurve'
import { riskCoverage } from './riskCoverage'
import { rocCurve } from './rocCurve'

type Point = [number, number]
const MOST_POINTS = 400

/** The curves of a report, thinned to what can be drawn. Of a class that is not there, there is none. */
export function curvesOf(
  predictions: Predictions,
  threshold: number,
  prevalence: SitePrevalence | null,
): EvaluationReport['curves'] {
  const { classes, targets, probabilities } = predictions
  const questions = oneVersusRest(predictions).filter((question) => question.targets.includes(1))
  const curves = questions.map(({ name, scores, targets: isClass }) => ({
    name,
    points: rocCurve(scores, isClass),
  }))
  const said = saidClasses(predictions, threshold)
  const wrong = said.map((label, row) => Number(label !== targets[row]))
  const { site, calibratedAt = null } = prevalence ?? {}
  const shifted =
    site === undefined
      ? probabilities
      : calibratedAt !== null && shiftToPrevalence(probabilities, calibratedAt, site)
  return {
    roc: curves.map(({ name, points }) => ({
      name,
      points: thinned(points.map((at): Point => [at.falsePositiveRate, at.truePositiveRate])),
    })),
    precisionRecall: curves.map(({ name, points }) => ({
      name,
      points: thinned(points.map((at): Point => [at.truePositiveRate, at.precision])),
    })),
    reliability: reliabilityCurve(predictions),
    decision: classes.length === 2 && shifted ? decisionCurve(shifted, targets, site) : [],
    riskCoverage: thinned(
      riskCoverage(sureness(predictions, threshold), wrong).points.map((at): Point => [at.coverage, at.risk]),
    ),
  }
}

/** At most 400 of the points, evenly chosen, with the first and the last. */
export function thinned(points: readonly Point[]): Point[] {
  if (points.length <= MOST_POINTS) return [...points]
  return Array.from(
    { length: MOST_POINTS },
    (_, i) => points[Math.round((i * (points.length - 1)) / (MOST_POINTS - 1))]!,
  )
}
