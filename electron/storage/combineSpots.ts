import type { CombinedAnswer } from '../contract/cases'

/** The newest answer of a spot. */
export interface SpotAnswer extends Pick<CombinedAnswer, 'spot' | 'threshold' | 'modelName' | 'modelHash'> {
  /** Null where it was withheld. */
  probability: number | null
  label: CombinedAnswer['label'] | null
}

/**
 * One answer for a lesion that was measured at several spots: the one with the highest probability, as a lesion is what its worst spot is.
 * Probabilities of two models are not compared: those count that came from the model of the newest one. What was withheld says nothing.
 *
 * @param answers one of each spot, the newest first
 * @returns null where no answer counts
 */
export function combineSpots(answers: readonly SpotAnswer[]): CombinedAnswer | null {
  const given = answers.filter(isGiven)
  const ofOneModel = given.filter(({ modelHash }) => modelHash === given[0]?.modelHash)
  const [first, ...others] = ofOneModel
  if (!first) return null
  const highest = others.reduce((most, one) => (one.probability > most.probability ? one : most), first)
  return { ...highest, spots: ofOneModel.length, spotsMeasured: answers.length }
}

type GivenAnswer = SpotAnswer & Pick<CombinedAnswer, 'probability' | 'label'>

function isGiven(answer: SpotAnswer): answer is GivenAnswer {
  return answer.probability !== null && answer.label !== null
}
