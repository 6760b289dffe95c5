import { frameAmplitudes } from './frameAmplitudes'
import type { FrameFigures, QualityInput } from './gate'
import { highest } from './highest'
import { percent } from './percent'
import type { PixelRange } from '../pixelsBetween'
import { replicateCorrelations } from './replicateCorrelations'
import { saturatedPixels } from './saturatedPixels'
import { spikePixels } from './spikePixels'

/** The figures of each frame with the laser on, to tell which of them spoilt a measurement. */
export function judgeFrames(
  { device, frames, cleanFrames, dark, spikes, wavenumbers }: QualityInput,
  range: PixelRange,
): FrameFigures[] {
  const { saturationCounts, badPixels } = device
  const amplitudes = frameAmplitudes(cleanFrames, dark, range)
  const correlations = replicateCorrelations(wavenumbers, cleanFrames, range)
  return frames.map(({ intensities }, index) => ({
    saturatedPixels:
      saturationCounts === null
        ? null
        : saturatedPixels([intensities], { saturationCounts, badPixels, range }),
    peakFillPercent:
      saturationCounts === null || range.to === range.from
        ? null
        : percent(highest(cleanFrames[index]!, range) / saturationCounts),
    spikePixels: spikePixels(spikes, index, range),
    meanCounts: amplitudes[index] ?? null,
    correlation: correlations[index] ?? null,
  }))
}
