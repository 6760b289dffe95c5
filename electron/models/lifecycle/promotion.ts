import { StokesError } from '../../contract/errors'
import type { EvaluationReport } from '../../contract/evaluation'
import type { Origin } from '../../contract/frame'
import type { Comparison, PromotionVerdict } from '../../contract/learning'

/**
 * How much lower than the serving model's the area under the curve of a candidate might still be. Some hundred patients
 * cannot prove a small gain, so proof of one is not asked for; they can exclude a loss that matters.
 */
export const MARGIN = 0.02
/** Of both classes together, under which no comparison is believed. */
export const FEWEST_PATIENTS = 20

export interface PromotionCase {
  candidate: { name: string; origin: Origin }
  /** On held-out patients; null where it has none. */
  report: EvaluationReport | null
  /** What is wrong with its bundle; null for one that is as it was written. */
  damage: string | null
  /** The model that serves; null where none does. */
  serving: { name: string } | null
  /** Of the candidate (first) with the serving model (second), on held-out patients that neither has learnt from. */
  comparison: Comparison | null
}

/**
 * Why a candidate may not serve, in words with the figures; none: it may. The test: the candidate's area under the curve
 * is above the serving model's, and the lower end of the 95 % interval of the difference (paired bootstrap by patient) is
 * above -{@link MARGIN}. It must also rank better than chance, and be of the kind of spectra that it would serve.
 */
export function promotionObjections(promotion: PromotionCase): string[] {
  const { candidate, damage } = promotion
  // Several classes answer as two.
  const report = promotion.report?.malignancy ?? promotion.report
  const objections: string[] = []
  if (damage !== null) objections.push(damage)
  if (candidate.origin === 'replayed')
    objections.push('It learnt from replayed spectra, which are of no instrument that it could serve.')
  if (!report?.intervals.auc || report.metrics.auc === null)
    return [...objections, 'It has no figures with intervals on held-out patients.']
  const [negative, positive] = report.classes
  if (report.classes.length > 2 || negative!.name !== 'benign' || positive!.name !== 'malignant')
    objections.push(
      `It tells ${report.classes.map(({ name }) => name).join(', ')} apart; an answer is benign or malignant.`,
    )
  const { p, alpha } = report.permutation
  if (!report.distinguishable)
    objections.push(`It is not distinguishable from chance: p = ${p.toFixed(3)}, and ${alpha} is needed.`)
  return [...objections, ...comparisonObjections(promotion)]
}

function comparisonObjections({ serving, comparison }: PromotionCase): string[] {
  if (!serving) return []
  const auc = comparison?.figures.find(({ figure }) => figure === 'auc')
  if (!comparison || !auc?.interval || auc.difference === null)
    return [`It cannot be compared with ${serving.name}: no held-out patients that neither has learnt from.`]
  if (comparison.patients < FEWEST_PATIENTS)
    return [
      `Only ${comparison.patients} held-out patients can compare it with ${serving.name}; ${FEWEST_PATIENTS} are needed.`,
    ]
  const on = `on the same ${comparison.patients} held-out patients`
  const areas = `${figure(auc.first)} against ${figure(auc.second)} of ${serving.name}`
  if (auc.difference <= 0) return [`Its area under the curve is not higher ${on}: ${areas}.`]
  if (auc.interval[0] <= -MARGIN)
    return [
      `It may be worse by more than ${MARGIN} ${on}: area under the curve ${areas}, difference ${figure(auc.difference)} ` +
        `(95 % interval ${auc.interval.map(figure).join(' to ')}).`,
    ]
  return []
}

/** @throws StokesError `registry.refused`, with every objection */
export function requirePromotable(name: string, { objections }: PromotionVerdict): void {
  if (objections.length === 0) return
  throw new StokesError('registry.refused', `${name} was not put into service. ${objections.join(' ')}`, {
    tip: 'Train on more cases, or let it run as a shadow. The model that serves is untouched.',
    details: { objections },
  })
}

function figure(value: number | null): string {
  return value === null ? 'none' : value.toFixed(3)
}
