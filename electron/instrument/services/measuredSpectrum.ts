import { accumulate } from '../../analysis/frames/accumulate'
import { interpolatePixels } from '../../analysis/frames/interpolatePixels'
import { despike } from '../../analysis/preprocessing/despike'
import { JUDGED_RANGE } from '../../analysis/quality/judgeQuality'
import { completeStep } from '../../contract/recipe'
import type { MeasuredFrames } from './measuredFrames'

/** One spectrum on the pixel axis, and what was found on the way to it. */
export interface MeasuredSpectrum {
  /** Mean counts less the dark frames, bad pixels interpolated: what quality is judged on. */
  measured: Float64Array
  /** The same with spikes removed: what the recipe gets. */
  despiked: Float64Array
  /** Pixels of the judged range that were replaced in any frame. */
  spikePixels: number
  /** Pixels of the judged range that were saturated in any frame; null where the source does not say. */
  saturatedPixels: number | null
}

const DESPIKE = completeStep({ step: 'despike' })

/**
 * From raw frames to the spectrum that the recipe gets: everything that belongs on the pixel axis. Spikes are looked for
 * frame by frame, where a cosmic ray stands out most.
 *
 * @throws spectrum.empty, spectrum.lengthMismatch, spectrum.notFinite
 */
export function measuredSpectrum({
  device,
  wavenumbers,
  frames,
  darkFrames,
}: MeasuredFrames): MeasuredSpectrum {
  const good = frames.map((frame) => interpolatePixels(frame, device.badPixels))
  const goodDark = darkFrames.map((frame) => interpolatePixels(frame, device.badPixels))
  const clean = good.map((frame) => despike(frame, DESPIKE))
  const cleanDark = goodDark.map((frame) => despike(frame, DESPIKE))

  const { saturationCounts } = device
  const bad = new Set(device.badPixels)
  let spikePixels = 0
  let saturatedPixels = 0
  wavenumbers.forEach((wavenumber, pixel) => {
    if (wavenumber < JUDGED_RANGE.from || wavenumber > JUDGED_RANGE.to || bad.has(pixel)) return
    if (good.some((frame, index) => frame[pixel] !== clean[index]![pixel])) spikePixels += 1
    if (saturationCounts !== null && frames.some((frame) => frame[pixel]! >= saturationCounts))
      saturatedPixels += 1
  })
  return {
    measured: accumulate(good, goodDark),
    despiked: accumulate(clean, cleanDark),
    spikePixels,
    saturatedPixels: saturationCounts === null ? null : saturatedPixels,
  }
}
