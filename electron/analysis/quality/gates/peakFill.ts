import { notKnown, type Gate } from '../gate'
import { QUALITY_LIMITS } from '../qualityLimits'
import { percent } from '../percent'

/**
 * How much of the detector's range the brightest pixel takes. Near the top counts are no longer proportional to light; near
 * the bottom the noise of reading out is more than that of the light.
 */
export const peakFill: Gate = (_, { frameFigures }) => {
  const { warnBelow, most } = QUALITY_LIMITS.peakFill
  const figure = {
    gate: 'peakFill',
    label: 'Brightest pixel',
    unit: '%',
    limit: `${percent(warnBelow)} to ${percent(most)} %`,
  }
  const fills = frameFigures.flatMap(({ peakFillPercent }) => peakFillPercent ?? [])
  if (fills.length === 0) return notKnown(figure)
  const fill = Math.max(...fills) / 100
  const tooBright = fill > most
  return {
    ...figure,
    value: percent(fill),
    verdict: tooBright ? 'fail' : fill < warnBelow ? 'warn' : 'pass',
    because: tooBright
      ? `the brightest pixel takes ${percent(fill)} % of the detector's range, above ${percent(most)} %: shorten the ` +
        'integration time or lower the laser power.'
      : `The brightest pixel takes only ${percent(fill)} % of the detector's range: integrate longer.`,
  }
}
