import type { QualityReport } from '../../contract/answer'

/** A model that may abstain does not answer what could as well be the other: somebody is to look who can tell. */
export const SURENESS_GATE = 'sureness'

/**
 * @param value distance of the answer from the operating point, in log-odds
 * @param least of the model
 */
export function withSureness(quality: QualityReport, value: number, least: number): QualityReport {
  const pass = value >= least
  const figure = {
    gate: SURENESS_GATE,
    label: 'Sureness of the model',
    value,
    unit: '',
    limit: `at least ${least.toFixed(2)}`,
    pass,
  }
  const reason = {
    gate: SURENESS_GATE,
    message:
      `Repeat, because the model is not sure enough to answer (${value.toFixed(2)} log-odds from its operating point, ` +
      `at least ${least.toFixed(2)}). If it stays so, this model cannot tell: judge the lesion without it.`,
  }
  return {
    ...quality,
    pass: quality.pass && pass,
    reasons: pass ? quality.reasons : [...quality.reasons, reason],
    figures: [...quality.figures, figure],
  }
}
