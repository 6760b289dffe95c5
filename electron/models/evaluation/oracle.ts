import type { EvaluationReport } from '../../contract/evaluation'
import type { DataSetRow } from '../datasets/dataSet'
import { areaUnderCurve, ascendingOrder } from './areaUnderCurve'
import { bootstrapIntervals } from './bootstrap'
import { thinned } from './curves'
import { rocCurve } from './rocCurve'

export type OracleBound = NonNullable<EvaluationReport['oracle']>

const SEED = 1

/**
 * What no model can go beyond in the long run, where a simulated cohort says it. Null where a spectrum has no score of the
 * oracle, or there are more than two classes.
 */
export function oracleOf(
  classes: readonly string[],
  rows: readonly Pick<DataSetRow, 'patient' | 'label' | 'oracleScore'>[],
): OracleBound | null {
  const scores = rows.flatMap(({ oracleScore }) => oracleScore ?? [])
  if (classes.length !== 2 || scores.length < rows.length) return null
  const targets = rows.map(({ label }) => label)
  const order = ascendingOrder(scores)
  const area = (counts?: ArrayLike<number>) => ({ auc: areaUnderCurve(scores, targets, order, counts) })
  const { auc } = area()
  if (Number.isNaN(auc)) return null
  const patients = rows.map(({ patient }) => patient)
  return {
    auc,
    interval: bootstrapIntervals(patients, area, { seed: SEED }).auc,
    roc: thinned(rocCurve(scores, targets).map((at) => [at.falsePositiveRate, at.truePositiveRate])),
  }
}
