import type { EvaluationReport } from '../../../../electron/contract/evaluation'

/** A system in the layout of the paper's Table 2. */
export interface PaperTableLine {
  system: string
  /** Compared with, not proposed. */
  baseline?: boolean
  metrics: EvaluationReport['metrics']
  intervals: EvaluationReport['intervals']
}
