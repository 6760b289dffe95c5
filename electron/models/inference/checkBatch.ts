import { StokesError } from '../../contract/errors'
import type { ConvolutionalNetwork } from '../architectures/convolutionalNetwork'

/**
 * Refuses a batch that is not `count` spectra of the network's length.
 * @throws StokesError `model.wrongShape`
 */
export function checkBatch(network: ConvolutionalNetwork, spectra: Float32Array, count: number): void {
  if (spectra.length === count * network.inputLength) return
  throw new StokesError(
    'model.wrongShape',
    `${network.name} reads ${network.inputLength} points a spectrum; it was given ${spectra.length} points for ${count}`,
    { tip: 'Prepare the spectra with the recipe of the model.' },
  )
}
