import { recipeHash } from '../../../analysis/preprocessing/recipeHash'
import { prepareRecipe } from '../../../analysis/preprocessing/runRecipe'
import { judgeQuality } from '../../../analysis/quality/judgeQuality'
import type { Answer, QualityReport } from '../../../contract/answer'
import type { Recipe } from '../../../contract/recipe'
import { FAMILIARITY_GATE } from '../familiarity'
import type { MeasuredFrames } from '../measuredFrames'
import { measuredSpectrum } from '../measuredSpectrum'
import { describeComputation } from './describeComputation'

/**
 * A stored answer with all of it computed again that needs no model: its quality, and the spectrum as a recipe leaves it. What is the
 * model's stays as it was stored.
 *
 * @throws StokesError as the steps of the recipe, where they refuse the spectrum
 */
export function prepareAgain(
  stored: Answer,
  measured: MeasuredFrames,
  recipe: Recipe,
  softwareVersion: string,
): Answer {
  const spectrum = measuredSpectrum(measured)
  const prepared = prepareRecipe(recipe, measured.wavenumbers)
  const [processed] = prepared.run([spectrum.despiked])
  const quality = judgeQuality({ ...measured, ...spectrum })
  return {
    ...stored,
    quality: sameGates(stored.quality, quality) ? stored.quality : quality,
    grid: [...prepared.axis],
    processed: [...processed!],
    recipe: { name: recipe.name, hash: recipeHash(recipe) },
    softwareVersion,
    computation: describeComputation(prepared),
  }
}

/** How unlike the spectra of the training one is, only the model can say. */
function sameGates(stored: QualityReport, again: QualityReport): boolean {
  const others = ({ reasons, figures, warnings = [] }: QualityReport) =>
    JSON.stringify(
      [reasons, figures, warnings].map((list) => list.filter(({ gate }) => gate !== FAMILIARITY_GATE)),
    )
  return others(stored) === others(again)
}
