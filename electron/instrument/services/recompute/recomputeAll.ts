import { recipeHash } from '../../../analysis/preprocessing/recipeHash'
import type { Answer } from '../../../contract/answer'
import type { StoredResult } from '../../../contract/cases'
import { StokesError, toProblem } from '../../../contract/errors'
import type { AnswerDifference, Recomputation } from '../../../contract/recomputation'
import type { Recipe } from '../../../contract/recipe'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { ResultPlace, ResultsWanted } from '../../../storage/repositories/results'
import type { Analysis } from '../analysis'
import { recordedMeasurement } from '../recordedMeasurement'
import { compareAnswers, sameValues } from './compareAnswers'
import type { AnsweredBy } from './modelsAtHand'
import { prepareAgain } from './prepareAgain'

/** A stored answer that was computed again, and which case it is of. */
export interface RecomputedResult extends Recomputation {
  case: string
}

export interface RecomputeAllOptions {
  log: Pick<CaseLog, 'acquisitions' | 'frames' | 'passports' | 'results'>
  wanted: ResultsWanted
  /** @throws StokesError `model.notFound` where no model of this hash is there */
  analysisOf: (by: AnsweredBy) => Promise<Pick<Analysis, 'answer' | 'describe'>>
  /** In place of the recipe of each. A model never runs on another than its own, so then all but its answer is computed. */
  recipe?: Recipe | undefined
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
    for (const place of places) {
      signal?.throwIfAborted()
      yield await recomputeOne(place, options)
    }
    if (places.length === 0) return
    after = places.at(-1)!.entry
  }
}

async function recomputeOne(
  { id: resultId, acquisitionId, lesionId }: ResultPlace,
  { log, analysisOf, recipe: other, keep = false }: RecomputeAllOptions,
): Promise<RecomputedResult> {
  const named = { case: lesionId, acquisitionId, resultId }
  try {
    const { measured, entries } = recordedMeasurement(log, acquisitionId)
    const stored = log.results.get(resultId).answer
    const analysis = await analysisOf(stored).catch(orWhyNot)
    const another = other && isAnother(other, analysis, stored)
    if (analysis instanceof StokesError || another) {
      const recipe = other ?? log.results.provenance(resultId).recipe
      const prepared = prepareAgain(stored, measured, recipe, softwareVersion())
      const why = analysis instanceof StokesError ? analysis.message : `It does not run on ${recipe.name}.`
      return {
        ...named,
        same: false,
        differences: [unasked(stored, why), ...compareAnswers(stored, prepared)],
      }
    }
    const { answer, recipe } = await analysis.answer(measured)
    const differences = compareAnswers(stored, answer)
    if (keep && isNew(answer, log.results.newestOfAcquisition(acquisitionId))) {
      log.results.add({ acquisitionId, frames: entries, recipe, answer })
    }
    return { ...named, same: sameValues(differences), differences }
  } catch (error) {
    if (!(error instanceof StokesError)) throw error
    const { message } = toProblem(error)
    const difference = { kind: 'value', what: 'problem', stored: null, again: message } as const
    return { ...named, same: false, differences: [difference] }
  }
}

/** Begun again after an interruption, nothing is kept twice. */
function isNew(answer: Answer, newest: StoredResult | null): boolean {
  return !newest || compareAnswers(newest.answer, answer).length > 0
}

/** A model that is not there is no end: the rest can be compared without it. */
function orWhyNot(error: unknown): StokesError {
  if (error instanceof StokesError && error.code === 'model.notFound') return error
  throw error
}

function isAnother(
  recipe: Recipe,
  analysis: Pick<Analysis, 'describe'> | StokesError,
  stored: Answer,
): boolean {
  const own = analysis instanceof StokesError ? stored.recipe : analysis.describe().model.recipe
  return recipeHash(recipe) !== own.hash
}

/** The model was not asked: neither its answer nor its map could be compared. */
function unasked({ model: { name, hash } }: Answer, why: string): AnswerDifference {
  return { kind: 'circumstance', what: 'model', stored: `${name} (${hash})`, again: `not asked: ${why}` }
}
