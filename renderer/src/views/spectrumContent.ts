import type { Answer, JudgedAnswer } from '../../../electron/contract/answer'
import type { ClonedSpectrum, RecordedSpectrum } from '../../../electron/contract/frame'
import type { LiveAxis, LiveFrame } from '../../../electron/contract/live'
import type { SpectrumContent } from '../charts/spectrumOption'

export const noContent: SpectrumContent = {
  raw: null,
  processed: null,
  saliency: null,
  bands: [],
  region: null,
  highlighted: null,
}

/** What one live frame shows. */
export function liveContent({ wavenumbers, grid }: LiveAxis, frame: LiveFrame): SpectrumContent {
  return {
    ...noContent,
    raw: { wavenumbers, values: frame.raw },
    // There is no grid until there is a model.
    region: grid.length > 0 ? [grid[0]!, grid[grid.length - 1]!] : null,
    processed: frame.processed && { wavenumbers: grid, values: frame.processed },
  }
}

/** What an answer shows: the recorded spectrum, what the model saw of it, and what drove the model. */
export function answerContent(
  { grid, processed, saliency, bands }: Answer | JudgedAnswer,
  spectrum: RecordedSpectrum | ClonedSpectrum | null,
  highlighted: number | null,
): SpectrumContent {
  return {
    raw: spectrum && { wavenumbers: spectrum.wavenumbers, values: spectrum.intensities },
    processed: processed && { wavenumbers: grid, values: processed },
    saliency: saliency && { wavenumbers: grid, values: saliency },
    bands,
    region: [grid[0]!, grid[grid.length - 1]!],
    highlighted,
  }
}
