import type { EvaluationReport } from '../../../../electron/contract/evaluation'

/** A system in the layout of the paper's Table 2. */
export interface PaperTableLine {
  system: string
  /** Compared with, not proposed. */
  baseline?: boolean
  /** A bound has no operating point, and none of the figures at one. */
  metrics: Partial<EvaluationReport['metrics']>
  intervals: Partial<EvaluationReport['intervals']>
}

/** What no model can go beyond, where the spectra are simulated. */
export function oracleLines({ oracle }: EvaluationReport): PaperTableLine[] {
  if (!oracle) return []
  const { auc, interval } = oracle
  return [{ system: 'Oracle, upper bound', baseline: true, metrics: { auc }, intervals: { auc: interval } }]
}
