import { recipeHash } from '../../../analysis/preprocessing/recipeHash'
import type { Answer } from '../../../contract/answer'
import type { StoredResult } from '../../../contract/cases'
import { StokesError } from '../../../contract/errors'
import type { AnswerDifference } from '../../../contract/recomputation'
import type { Recipe } from '../../../contract/recipe'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import type { Analysis } from '../analysis'
import { recordedMeasurement } from '../recordedMeasurement'
import { compareAnswers } from './compareAnswers'
import { inputDifferences } from './inputDifferences'
import type { AnsweredBy } from './modelsAtHand'
import { prepareAgain } from './prepareAgain'

/** A stored answer that was computed again. */
export interface RecomputedAnswer {
  answer: Answer
  recipe: Recipe
  /** Entries of the frames that it was computed from. */
  entries: number[]
  /** False where it is quality and spectrum alone: the model was not asked. */
  asked: boolean
  differences: AnswerDifference[]
}

export interface RecomputeOptions {
  /** @throws StokesError `model.notFound` where no model of this hash is there */
  analysisOf: (by: AnsweredBy) => Promise<Pick<Analysis, 'answerAll' | 'describe'>>
  /** In place of the recipe of each. A model never runs on another than its own, so then all but its answer is computed. */
  recipe?: Recipe | undefined
  /** Leaves out the bands of another model than the one that answered: they take a hundred and sixty runs, and differ anyway. */
  quick?: boolean
}

/**
 * Computes a stored answer again from its raw frames, and says in what it differs. Where the model is gone, what needs none is compared.
 * @throws StokesError for what cannot be computed: a frame that the disk changed, an engine that failed
 */
export async function recomputeResult(
  log: Pick<CaseLog, 'acquisitions' | 'frames' | 'passports' | 'results'>,
  { id, acquisitionId, answer: stored }: StoredResult,
  { analysisOf, recipe: other, quick = false }: RecomputeOptions,
): Promise<RecomputedAnswer> {
  const { measured, entries } = recordedMeasurement(log, acquisitionId)
  const inputs = inputDifferences(log, { id, acquisitionId }, { measured, entries })
  const analysis = await analysisOf(stored).catch(orWhyNot)
  if (analysis instanceof StokesError || (other && isAnother(other, analysis))) {
    const recipe = other ?? log.results.provenance(id).recipe
    const answer = prepareAgain(stored, measured, recipe, softwareVersion())
    const why = analysis instanceof StokesError ? analysis.message : `It does not run on ${recipe.name}.`
    const differences = [unasked(stored, why), ...inputs, ...compareAnswers(stored, answer)]
    return { answer, recipe, entries, asked: false, differences }
  }
  const bands = !quick || analysis.describe().model.hash === stored.model.hash
  const [computed] = await analysis.answerAll([measured], { bands })
  const { answer, recipe } = computed!
  const differences = [...inputs, ...compareAnswers(bands ? stored : { ...stored, bands: [] }, answer)]
  return { answer, recipe, entries, asked: true, differences }
}

/** A model that is not there is no end: the rest can be compared without it. */
function orWhyNot(error: unknown): StokesError {
  if (error instanceof StokesError && error.code === 'model.notFound') return error
  throw error
}

const isAnother = (recipe: Recipe, analysis: Pick<Analysis, 'describe'>) =>
  recipeHash(recipe) !== analysis.describe().model.recipe.hash

/** Neither its answer nor its map could be compared. */
function unasked({ model: { name, hash } }: Answer, why: string): AnswerDifference {
  return { kind: 'circumstance', what: 'model', stored: `${name} (${hash})`, again: `not asked: ${why}` }
}
