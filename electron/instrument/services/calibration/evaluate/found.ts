import type { CheckFigure, CheckReason } from '../../../../contract/passport'
import type { Findings, StepInput, StepSpectrum } from '../findings'

/** What a step found: what it adds to the findings, why it is not good, and the numbers that it was judged by. */
export interface Found {
  findings: Partial<Findings>
  reasons: readonly CheckReason[]
  figures: CheckFigure[]
}

export type Evaluate = (input: StepInput, spectrum: StepSpectrum) => Found

/** A number that must not be above its limit. */
export function atMost(label: string, value: number | null, unit: string, limit: number): CheckFigure {
  const pass = value !== null && value <= limit
  return { label, value, unit, limit: `at most ${limit} ${unit}`, pass }
}

/** A number that is told and judged by nothing. */
export function told(label: string, value: number | null, unit: string): CheckFigure {
  return { label, value, unit, limit: 'for the trend', pass: true }
}
