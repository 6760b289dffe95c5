import { bandAt, type NamedBand } from './bandNames'
import { valueAt } from './curve'
import type { SpectrumContent } from './spectrumOption'

/** What stands under the cursor. */
export interface Readout {
  /** cm-1 */
  wavenumber: number
  /** Counts; null outside the axis. */
  raw: number | null
  processed: number | null
  saliency: number | null
  /** The band of the literature next to it. */
  band: NamedBand | null
}

export function readOut(wavenumber: number, content: SpectrumContent): Readout {
  const at = (curve: SpectrumContent['raw']) => (curve ? valueAt(curve, wavenumber) : null)
  return {
    wavenumber,
    raw: at(content.raw),
    processed: at(content.processed),
    saliency: at(content.saliency),
    band: bandAt(wavenumber),
  }
}
