import type { Answer } from '../../../contract/answer'
import type { StoredResult } from '../../../contract/cases'
import type { Problem } from '../../../contract/errors'
import type { Origin } from '../../../contract/frame'
import type { Said } from '../../../contract/reprocessing'
import type { NewReprocessedResult } from '../../../storage/repositories/reprocessings'
import { sameValues } from '../recompute/compareAnswers'
import type { RecomputedAnswer } from '../recompute/recomputeResult'

/** Which measurement, and the answer that it is held against. */
interface Place {
  acquisitionEntry: number
  origin: Origin
  stored: StoredResult
}

/** What is kept of a measurement that was computed again. */
export function recomputedRow(
  place: Place,
  { answer, asked, differences }: RecomputedAnswer,
): NewReprocessedResult {
  const { quality } = answer
  return {
    ...against(place),
    verdict: asked ? 'computed' : 'unasked',
    same: sameValues(differences),
    said: asked ? saidOf(answer) : null,
    probability: asked ? answer.probability : null,
    pass: quality.pass,
    spectrumDifference: greatestDifference(place.stored.answer, answer),
    modelHash: asked ? answer.model.hash : null,
    modelSimulated: asked ? answer.model.simulated : null,
    engine: asked ? answer.engine : null,
    classes: asked ? (answer.classes ?? null) : null,
    gates: quality.reasons.map(({ gate }) => gate),
    // The figures of many thousand cases are not read one by one: the screen of a case gives them.
    differences: differences.map(({ parts: _parts, ...difference }) => difference),
    problem: null,
  }
}

/** What is kept of one that nothing was computed of. */
export function failedRow(
  place: Place,
  verdict: 'refused' | 'failed',
  problem: Problem,
): NewReprocessedResult {
  const nothing = { same: null, said: null, probability: null, pass: null, spectrumDifference: null }
  const nobody = { modelHash: null, modelSimulated: null, engine: null, classes: null }
  return { ...against(place), ...nothing, ...nobody, verdict, gates: [], differences: [], problem }
}

function against({ acquisitionEntry, origin, stored: { id, answer } }: Place) {
  return {
    acquisitionEntry,
    origin,
    resultId: id,
    storedSaid: saidOf(answer),
    storedProbability: answer.probability,
    storedPass: answer.quality.pass,
  }
}

/** One of the two is there: the case log refuses any other answer. */
const saidOf = ({ label, withheld }: Answer): Said => label ?? withheld!

/** Null where the spectra stand on two axes, or one is not there. */
function greatestDifference(stored: Answer, again: Answer): number | null {
  if (!stored.processed || !again.processed || stored.grid.length !== again.grid.length) return null
  if (stored.grid.some((wavenumber, point) => wavenumber !== again.grid[point])) return null
  const { processed } = again
  return stored.processed.reduce(
    (greatest, value, point) => Math.max(greatest, Math.abs(value - processed[point]!)),
    0,
  )
}
