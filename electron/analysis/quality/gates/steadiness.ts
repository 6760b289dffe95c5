import { notKnown, type Gate } from '../gate'
import { percent } from '../percent'
import { QUALITY_LIMITS } from '../qualityLimits'

/**
 * The largest step of the light from frame to frame: how far a frame lies from the mean of its two neighbours, which takes
 * out a trend as smooth as bleaching. Motion, or a contact that slips, is none.
 */
export const steadiness: Gate = (_, { frameFigures }) => {
  const { jump } = QUALITY_LIMITS.steadiness
  const figure = {
    gate: 'steadiness',
    label: 'Step between frames',
    unit: '%',
    limit: `at most ${percent(jump)} %`,
  }
  const amplitudes = frameFigures.flatMap(({ meanCounts }) => meanCounts ?? [])
  const steps = amplitudes.slice(1, -1).map((amplitude, i) => {
    return Math.abs(amplitude - (amplitudes[i]! + amplitudes[i + 2]!) / 2) / amplitude
  })
  if (steps.length === 0 || amplitudes.some((amplitude) => amplitude <= 0)) return notKnown(figure)
  const value = Math.max(...steps)
  return {
    ...figure,
    value: percent(value),
    verdict: value <= jump ? 'pass' : 'fail',
    because:
      `the light stepped by ${percent(value)} % from one frame to the next, above ${percent(jump)} %: hold probe and skin ` +
      'still and in contact, then measure again.',
  }
}
