import { StokesError } from '../../contract/errors'

/**
 * Refuses a batch that is not `count` spectra of the length that a model reads.
 * @throws StokesError `model.wrongShape`
 */
export function checkBatch(
  model: { name: string; inputLength: number },
  spectra: Float32Array,
  count: number,
): void {
  if (spectra.length === count * model.inputLength) return
  throw new StokesError(
    'model.wrongShape',
    `${model.name} reads ${model.inputLength} points a spectrum; it was given ${spectra.length} points for ${count}`,
    { tip: 'Prepare the spectra with the recipe of the model.' },
  )
}
