import { findBadPixels } from '../../../../analysis/calibration/findBadPixels'
import { fitDark } from '../../../../analysis/calibration/fitDark'
import { median } from '../../../../analysis/preprocessing/median'
import type { BadPixels } from '../../../../contract/calibration'
import type { CheckReason } from '../../../../contract/passport'
import { atMost, told, type Evaluate } from './found'

/** Of the range of the detector, in a second: more is light. */
const MOST_FILL = 0.1
const USUAL_SATURATION = 65_535
/** Of the dark current that was in force: a detector does not change so much from day to day, nor by so little as this. */
const GROWTH = { times: 3, counts: 50 }
/** Hot pixels stand alone; so many in a row are a line. */
const LINE_PIXELS = 3

/** Bias and dark current of each pixel, and those that are bad; light that gets in is told from both. */
export const evaluateDark: Evaluate = ({ measured, device, former }) => {
  const frames = measured.frames.map(({ intensities, integrationTimeMs, detectorTemperatureCelsius }) => ({
    counts: intensities,
    integrationTimeMs,
    temperatureCelsius: detectorTemperatureCelsius ?? 0,
  }))
  const dark = fitDark(frames)
  const longest = Math.max(...frames.map(({ integrationTimeMs }) => integrationTimeMs))
  const badPixels = findBadPixels(
    frames.filter(({ integrationTimeMs }) => integrationTimeMs === longest).map(({ counts }) => counts),
    null,
  )
  const current = median(Float64Array.from(dark.rate))
  const before = former.passport?.dark
  const usual = before?.rate.length ? median(Float64Array.from(before.rate)) : null
  const limit = Math.round(
    Math.min(
      MOST_FILL * (device.saturationCounts ?? USUAL_SATURATION),
      usual === null ? Infinity : Math.max(GROWTH.times * usual, usual + GROWTH.counts),
    ),
  )
  const light = lightIn(current, limit, badPixels)
  return {
    findings: { dark, badPixels },
    // Where light gets in, nothing is said of the pixels.
    reasons: [...dark.reasons, ...(light ? [light] : badPixels.reasons)],
    figures: [
      atMost('Dark current', current, 'counts/s', limit),
      told('Read noise', dark.readNoiseCounts, 'counts'),
      told('Bad pixels', badPixels.pixels.length, ''),
    ],
  }
}

function lightIn(current: number, limit: number, { pixels }: BadPixels): CheckReason | null {
  const tip = 'Put the cap on the objective, switch lamps off, and measure again.'
  if (current > limit) {
    const message = `The detector counts ${Math.round(current)} a second in the dark; at most ${limit} are expected: light gets in.`
    return { code: 'darkTooHigh', message, tip }
  }
  const hot = new Set(pixels.filter(({ kind }) => kind === 'hot').map(({ pixel }) => pixel))
  const inRow = [...hot].find((pixel) =>
    Array.from({ length: LINE_PIXELS }, (_, i) => pixel + i).every((one) => hot.has(one)),
  )
  if (inRow === undefined) return null
  return {
    code: 'darkTooHigh',
    message: `A line of light stands at pixel ${inRow}, where it is to be dark.`,
    tip,
  }
}
