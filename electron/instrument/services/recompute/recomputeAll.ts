import type { Answer } from '../../../contract/answer'
import type { StoredResult } from '../../../contract/cases'
import { StokesError } from '../../../contract/errors'
import type { Recomputation } from '../../../contract/recomputation'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { ResultsWanted } from '../../../storage/repositories/results'
import { compareAnswers, sameValues } from './compareAnswers'
import { recomputeResult, type RecomputeOptions } from './recomputeResult'
import { whyNot } from './whyNot'

/** A stored answer that was computed again, and which case it is of. */
export interface RecomputedResult extends Recomputation {
  case: string
}

export interface RecomputeAllOptions extends RecomputeOptions {
  log: Pick<CaseLog, 'acquisitions' | 'frames' | 'passports' | 'results'>
  wanted: ResultsWanted
  /** Keeps the new answer beside the stored one where it is another than the newest. Else nothing is written. */
  keep?: boolean
  signal?: AbortSignal
}

/**
 * Computes stored answers again, one after the other, in the order in which they were stored. What cannot be computed (a frame that
 * the disk changed) is told as a difference, and the next one follows; where the model is gone, what needs none is compared.
 */
export async function* recomputeAll(options: RecomputeAllOptions): AsyncGenerator<RecomputedResult> {
  const { log, wanted, signal } = options
  // Those that are kept on the way are not computed once more.
  const last = log.results.newestEntry()
  for (let after = 0; ;) {
    const places = log.results.places(wanted, { after, last })
    for (const { id, lesionId } of places) {
      signal?.throwIfAborted()
      yield { case: lesionId, ...(await recomputeOne(id, options)) }
    }
    if (places.length === 0) return
    after = places.at(-1)!.entry
  }
}

/** The same of one stored answer. @throws StokesError `storage.notFound` */
export async function recomputeOne(
  resultId: string,
  { log, keep = false, ...options }: Omit<RecomputeAllOptions, 'wanted' | 'signal'>,
): Promise<Recomputation> {
  const { acquisitionId, ...stored } = log.results.get(resultId)
  const named = { acquisitionId, resultId }
  try {
    const { answer, recipe, entries, asked, differences } = await recomputeResult(
      log,
      { acquisitionId, ...stored },
      options,
    )
    if (keep && asked && isNew(answer, log.results.newestOfAcquisition(acquisitionId))) {
      log.results.add({ acquisitionId, frames: entries, recipe, answer })
    }
    return { ...named, same: asked && sameValues(differences), differences }
  } catch (error) {
    if (!(error instanceof StokesError)) throw error
    return { ...named, same: false, differences: whyNot(log, acquisitionId, error) }
  }
}

/** Begun again after an interruption, nothing is kept twice. */
function isNew(answer: Answer, newest: StoredResult | null): boolean {
  return !newest || compareAnswers(newest.answer, answer).length > 0
}
