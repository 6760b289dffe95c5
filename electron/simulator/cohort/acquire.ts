import { GAIN, READ_NOISE } from '../detector/sensor'
import type { Sample } from '../sample'
import type { VirtualInstrument } from '../virtualInstrument'

/**
 * How every patient of a cohort is measured. 25 mW stays below the exposure limit of skin for 10 s and more,
 * 28.5 mW (ICNIRP 2013).
 */
const COHORT_ACQUISITION = {
  integrationTimeMs: 1000,
  accumulations: 5,
  laserPowerMilliwatts: 25,
} as const

/** An operator shortens the exposure of a bright spot by the preview, to stay below this many counts. */
const BRIGHTEST_COUNTS = 50_000
const PREVIEW_MS = 100

/** A pixel of one accumulation this many standard deviations above the others was hit by a cosmic ray. */
const HIT_SIGMAS = 6

export interface Temperatures {
  readonly detectorTemperatureCelsius: number
  readonly laserTemperatureCelsius: number
}

/**
 * Measures a sample as a careful operator does: preview, dark frames, accumulations, their mean without
 * cosmic rays and less the dark. In counts of one accumulation, for each pixel.
 */
export function acquire(
  instrument: VirtualInstrument,
  sample: Sample,
  temperatures: Temperatures,
): Float64Array {
  const { accumulations, laserPowerMilliwatts } = COHORT_ACQUISITION
  const frames = (integrationTimeMs: number, open: boolean, count: number): Float64Array[] =>
    Array.from({ length: count }, () => {
      const { counts } = instrument.expose({
        ...temperatures,
        sample,
        integrationTimeMs,
        shutterOpenMs: open ? integrationTimeMs : 0,
        laserPowerMilliwatts: open ? laserPowerMilliwatts : 0,
      })
      return Float64Array.from(counts)
    })

  const [preview] = frames(PREVIEW_MS, true, 1)
  const integrationTimeMs = chooseIntegration(preview!)
  const dark = mean(frames(integrationTimeMs, false, accumulations))
  const lit = frames(integrationTimeMs, true, accumulations)
  for (const frame of lit) for (let pixel = 0; pixel < frame.length; pixel++) frame[pixel]! -= dark[pixel]!
  const spectrum = meanWithoutHits(lit)
  for (const pixel of instrument.badPixels)
    spectrum[pixel] = (spectrum[pixel - 1]! + spectrum[pixel + 1]!) / 2
  return spectrum
}

/**
 * The standard integration, halved until the brightest pixel of the preview (bias and a stray hit included)
 * leaves room.
 */
function chooseIntegration(preview: Float64Array): number {
  const brightest = preview.reduce((largest, counts) => Math.max(largest, counts), 0)
  let integrationTimeMs: number = COHORT_ACQUISITION.integrationTimeMs
  while (integrationTimeMs > 10 && (brightest * integrationTimeMs) / PREVIEW_MS > BRIGHTEST_COUNTS)
    integrationTimeMs /= 2
  return integrationTimeMs
}

/**
 * Mean of accumulations, each pixel without the one that a cosmic ray hit. Tissue bleaches from frame to
 * frame, so frames are compared after each was scaled to the mean total.
 */
function meanWithoutHits(frames: readonly Float64Array[]): Float64Array {
  const average = mean(frames)
  const averageTotal = total(average)
  const scales = frames.map((frame) => averageTotal / total(frame))
  return average.map((value, pixel) => {
    let highest = -Infinity
    let sum = 0
    frames.forEach((frame, i) => {
      const counts = frame[pixel]! * scales[i]!
      highest = Math.max(highest, counts)
      sum += counts
    })
    const others = (sum - highest) / (frames.length - 1)
    const noise = Math.sqrt(Math.max(others, 0) / GAIN + (READ_NOISE / GAIN) ** 2)
    return highest - others > HIT_SIGMAS * noise ? others : value
  })
}

function mean(frames: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(frames[0]!.length)
  for (const frame of frames) for (let pixel = 0; pixel < sum.length; pixel++) sum[pixel]! += frame[pixel]!
  return sum.map((value) => value / frames.length)
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0)
}
