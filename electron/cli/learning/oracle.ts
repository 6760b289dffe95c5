import type { DataSet } from '../../models/datasets/dataSet'
import { areaUnderCurve, ascendingOrder } from '../../models/evaluation/areaUnderCurve'
import { bootstrapIntervals } from '../../models/evaluation/bootstrap'

export interface OracleBound {
  auc: number
  interval: [number, number]
}

const SEED = 1

/**
 * The area under the curve that no model can go beyond in the long run, where a simulated cohort says it. Null where a
 * spectrum has no score of the oracle, or there are more than two classes.
 */
export function oracleOf({ rows, classes }: DataSet, chosen: readonly number[]): OracleBound | null {
  const picked = chosen.map((row) => rows[row]!)
  const scores = picked.flatMap(({ oracleScore }) => oracleScore ?? [])
  if (classes.length !== 2 || scores.length < picked.length) return null
  const targets = picked.map(({ label }) => label)
  const order = ascendingOrder(scores)
  const area = (counts: ArrayLike<number>) => ({ auc: areaUnderCurve(scores, targets, order, counts) })
  const patients = picked.map(({ patient }) => patient)
  return {
    auc: area(new Uint16Array(picked.length).fill(1)).auc,
    interval: bootstrapIntervals(patients, area, { seed: SEED }).auc,
  }
}
