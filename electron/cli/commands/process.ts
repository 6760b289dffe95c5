import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { runRecipe } from '../../analysis/preprocessing/runRecipe'
import { readSpectraFile } from '../../devices/replay/readers/readSpectraFile'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { answer } from '../output'
import { writeSpectra } from '../writeSpectra'

export interface ProcessOptions {
  recipe: string
  in: string
  out: string
  json?: boolean
}

export async function processSpectra(options: ProcessOptions): Promise<void> {
  const recipe = await loadRecipe(options.recipe)
  const { axis, spectra } = await readSpectraFile(options.in)
  const processed = runRecipe(
    recipe,
    axis,
    spectra.map(({ intensities }) => intensities),
  )
  const named = spectra.map(({ name }, index) => ({ name, intensities: processed.spectra[index]! }))
  await writeSpectra(options.out, processed.axis, named)
  const summary = {
    recipe: recipe.name,
    recipeHash: recipeHash(recipe),
    spectra: named.length,
    points: processed.axis.length,
    out: options.out,
  }
  answer(
    summary,
    options,
    () =>
      `${named.length} spectra of ${processed.axis.length} points by the recipe ${recipe.name}: ${options.out}`,
  )
}
