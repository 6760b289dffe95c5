import { accumulate } from '../../analysis/frames/accumulate'
import { despikeDark } from '../../analysis/frames/despikeDark'
import { despikeFrames } from '../../analysis/frames/despikeFrames'
import { interpolatePixels } from '../../analysis/frames/interpolatePixels'
import { countsOf } from '../../analysis/frames/measuredFrame'
import type { Spike } from '../../analysis/frames/spike'
import type { MeasuredFrames } from './measuredFrames'

/** One spectrum on the pixel axis, and what was found on the way to it. */
export interface MeasuredSpectrum {
  /** Mean counts less the dark frames, bad pixels interpolated. */
  measured: Float64Array
  /** The same with spikes removed: what the recipe gets. */
  despiked: Float64Array
  /** Counts of each frame, bad pixels interpolated, spikes removed. */
  cleanFrames: Float64Array[]
  /** Mean of the dark frames, likewise; null without any. */
  dark: Float64Array | null
  /** Of the frames with the laser on, and off. */
  spikes: Spike[]
  darkSpikes: Spike[]
}

/**
 * From raw frames to the spectrum that the recipe gets: everything that belongs on the pixel axis.
 *
 * @throws spectrum.empty, spectrum.lengthMismatch, spectrum.notFinite
 */
export function measuredSpectrum({
  device,
  frames,
  darkFrames,
}: Pick<MeasuredFrames, 'device' | 'frames' | 'darkFrames'>): MeasuredSpectrum {
  const good = countsOf(frames).map((frame) => interpolatePixels(frame, device.badPixels))
  const goodDark = countsOf(darkFrames).map((frame) => interpolatePixels(frame, device.badPixels))
  const { clean: cleanFrames, spikes } = despikeFrames(good)
  const lit = accumulate(good, [])
  const { clean: cleanDark, spikes: darkSpikes } = despikeDark(goodDark, lit)
  const measured = accumulate([lit], goodDark)
  return {
    measured,
    despiked: spikes.length + darkSpikes.length > 0 ? accumulate(cleanFrames, cleanDark) : measured,
    cleanFrames,
    dark: cleanDark.length > 0 ? accumulate(cleanDark, []) : null,
    spikes,
    darkSpikes,
  }
}
