import type { QualityReport } from '../../contract/answer'

/** A spectrum unlike those that a model learnt from is asked for again: of what it does not know a model says nothing. */
export const FAMILIARITY_GATE = 'familiarity'

/** @param score of the model's outlier test; above 1 the spectrum is unlike those of the training */
export function withFamiliarity(quality: QualityReport, score: number): QualityReport {
  const pass = score <= 1
  const figure = {
    gate: FAMILIARITY_GATE,
    label: 'Distance from the spectra of the training',
    value: score,
    unit: '',
    limit: 'at most 1',
    pass,
  }
  const reason = {
    gate: FAMILIARITY_GATE,
    message:
      'Repeat, because the spectrum is unlike those that the model learnt from ' +
      `(distance ${score.toFixed(1)}, at most 1): check the lesion, the contact and the focus. ` +
      'If it stays so, this model cannot judge the lesion.',
  }
  return {
    ...quality,
    pass: quality.pass && pass,
    reasons: pass ? quality.reasons : [...quality.reasons, reason],
    figures: [...quality.figures, figure],
  }
}
