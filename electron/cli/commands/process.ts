import { StokesError } from '../../contract/errors'
import { recipeHash } from '../../analysis/preprocessing/recipeHash'
import { prepareRecipe } from '../../analysis/preprocessing/runRecipe'
import { readSpectraFile } from '../../devices/replay/readers/readSpectraFile'
import { loadRecipe } from '../../instrument/services/loadRecipe'
import { answer, tell } from '../output'
import { writeSpectra } from '../writeSpectra'

export interface ProcessOptions {
  recipe: string
  in: string
  out: string
  json?: boolean
}

/** Spectra between two lines of progress. */
const TOLD_EVERY = 1000

/** Processes a file, however many spectra it holds, on all cores; interrupted, it leaves no file and no part of one. */
export async function processSpectra(options: ProcessOptions): Promise<void> {
  const interrupted = new AbortController()
  const { signal } = interrupted
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => {
      interrupted.abort(
        new StokesError('acquisition.cancelled', 'Processing was interrupted; nothing was written.'),
      )
    })
  }
  const recipe = await loadRecipe(options.recipe)
  const { axis, spectra } = await readSpectraFile(options.in)
  const prepared = prepareRecipe(recipe, axis)
  let told = 0
  const processed = await prepared.runBatch(
    spectra.map(({ intensities }) => intensities),
    {
      signal,
      onProgress(done) {
        if (done - told < TOLD_EVERY) return
        told = done
        tell(`${done} of ${spectra.length} spectra processed`)
      },
    },
  )
  const named = spectra.map(({ name }, index) => ({ name, intensities: processed[index]! }))
  await writeSpectra(options.out, prepared.axis, named, signal)
  const summary = {
    recipe: recipe.name,
    recipeHash: recipeHash(recipe),
    spectra: named.length,
    points: prepared.axis.length,
    out: options.out,
  }
  answer(
    summary,
    options,
    () =>
      `${named.length} spectra of ${prepared.axis.length} points by the recipe ${recipe.name}: ${options.out}`,
  )
}
