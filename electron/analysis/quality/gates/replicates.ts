import { notKnown, type Gate } from '../gate'
import { QUALITY_LIMITS } from '../qualityLimits'

/** The accumulation that is least like the others. */
export const replicates: Gate = (_, { frameFigures }) => {
  const least = QUALITY_LIMITS.replicates.correlation
  const figure = {
    gate: 'replicates',
    label: 'Correlation of the frames',
    unit: '',
    limit: `at least ${least}`,
  }
  const known = frameFigures.flatMap(({ correlation }) => correlation ?? [])
  if (known.length === 0) return notKnown(figure)
  const value = Math.min(...known)
  return {
    ...figure,
    value,
    verdict: value >= least ? 'pass' : 'fail',
    because:
      `one accumulation is unlike the others (correlation ${value.toFixed(2)}, at least ${least}): hold the probe still on ` +
      'one spot, then measure again.',
  }
}
