import { StokesError, toProblem } from '../../../contract/errors'
import type { Recomputation } from '../../../contract/recomputation'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { ResultPlace, ResultsWanted } from '../../../storage/repositories/results'
import type { Analysis } from '../analysis'
import { recordedMeasurement } from '../recordedMeasurement'
import { compareAnswers, sameValues } from './compareAnswers'

/** A stored answer that was computed again, and which case it is of. */
export interface RecomputedResult extends Recomputation {
  case: string
}

export interface RecomputeAllOptions {
  log: Pick<CaseLog, 'acquisitions' | 'frames' | 'passports' | 'results'>
  wanted: ResultsWanted
  /** @throws StokesError `model.notFound` where no model of this hash is there */
  analysisOf: (modelHash: string) => Promise<Pick<Analysis, 'answer'>>
  /** Keeps the new answer beside the stored one. Else nothing is written. */
  keep?: boolean
  signal?: AbortSignal
}

/**
 * Computes stored answers again, one after the other, in the order in which they were stored. What cannot be computed (a frame that
 * the disk changed, a model that is gone) is told as a difference, and the next one follows.
 */
export async function* recomputeAll(options: RecomputeAllOptions): AsyncGenerator<RecomputedResult> {
  const { log, wanted, signal } = options
  // Those that are kept on the way are not computed once more.
  const last = log.results.newestEntry()
  for (let after = 0; ;) {
    const places = log.results.places(wanted, { after, last })
    for (const place of places) {
      signal?.throwIfAborted()
      yield await recomputeOne(place, options)
    }
    if (places.length === 0) return
    after = places.at(-1)!.entry
  }
}

async function recomputeOne(
  { id: resultId, acquisitionId, lesionId, modelHash }: ResultPlace,
  { log, analysisOf, keep = false }: RecomputeAllOptions,
): Promise<RecomputedResult> {
  const named = { case: lesionId, acquisitionId, resultId }
  try {
    const { measured, entries } = recordedMeasurement(log, acquisitionId)
    const analysis = await analysisOf(modelHash)
    const { answer, recipe } = await analysis.answer(measured)
    const differences = compareAnswers(log.results.get(resultId).answer, answer)
    if (keep) log.results.add({ acquisitionId, frames: entries, recipe, answer })
    return { ...named, same: sameValues(differences), differences }
  } catch (error) {
    if (!(error instanceof StokesError)) throw error
    const { message } = toProblem(error)
    const difference = { kind: 'value', what: 'problem', stored: null, again: message } as const
    return { ...named, same: false, differences: [difference] }
  }
}
