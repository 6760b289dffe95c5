import { notKnown, type Gate } from '../gate'
import { known } from '../known'
import { QUALITY_LIMITS } from '../qualityLimits'

const REMEDY = 'take new dark frames with the measurement.'

/** What the detector counts in the dark depends on the exposure. */
export const darkIntegration: Gate = ({ frames, darkFrames }) => {
  const figure = { gate: 'darkIntegration', label: 'Dark frames, exposure', unit: 'ms' }
  const lit = frames[0]?.integrationTimeMs ?? null
  const limit = lit === null ? 'as of the others' : `${lit} ms`
  const other = darkFrames.find(({ integrationTimeMs }) => integrationTimeMs !== lit) ?? darkFrames[0]
  const value = other?.integrationTimeMs ?? null
  if (lit === null || value === null) return notKnown({ ...figure, limit })
  return {
    ...figure,
    value,
    limit,
    verdict: value === lit ? 'pass' : 'fail',
    because: `a dark frame was exposed for ${value} ms and the measurement for ${lit} ms: ${REMEDY}`,
  }
}

/** The longest time between a dark frame and one with the laser. */
export const darkAge: Gate = ({ device, frames, darkFrames }) => {
  const { minutes } = QUALITY_LIMITS.dark
  const figure = {
    gate: 'darkAge',
    label: 'Dark frames, age',
    unit: 'min',
    limit: `below ${minutes} min`,
  }
  // A recording may hold spectra whose dark was taken away already.
  if (darkFrames.length === 0 && device.origin !== 'replayed') {
    return {
      ...figure,
      value: null,
      words: 'none',
      verdict: 'warn',
      because:
        'No frame was taken with the laser off: neither the dark level nor the light of the room is subtracted.',
    }
  }
  const dark = known(darkFrames, 'deviceTimeMicroseconds')
  const lit = known(frames, 'deviceTimeMicroseconds')
  if (dark.length === 0 || lit.length === 0) return notKnown(figure)
  const value = largestDistance(dark, lit) / 60e6
  return {
    ...figure,
    value,
    verdict: value < minutes ? 'pass' : 'fail',
    because: `the dark frames are ${value.toFixed(1)} min old, not below ${minutes} min: ${REMEDY}`,
  }
}

/** Dark current doubles with some seven kelvin. */
export const darkTemperature: Gate = ({ frames, darkFrames }) => {
  const { kelvin } = QUALITY_LIMITS.dark
  const figure = {
    gate: 'darkTemperature',
    label: 'Dark frames, temperature change',
    unit: 'K',
    limit: `below ${kelvin} K`,
  }
  const dark = known(darkFrames, 'detectorTemperatureCelsius')
  const lit = known(frames, 'detectorTemperatureCelsius')
  if (dark.length === 0 || lit.length === 0) return notKnown(figure)
  const value = largestDistance(dark, lit)
  return {
    ...figure,
    value,
    verdict: value < kelvin ? 'pass' : 'fail',
    because:
      `the detector's temperature changed by ${value.toFixed(1)} K since the dark frames, not below ${kelvin} K: wait until ` +
      `it is steady, then ${REMEDY}`,
  }
}

const largestDistance = (some: readonly number[], others: readonly number[]) =>
  Math.max(Math.max(...some) - Math.min(...others), Math.max(...others) - Math.min(...some))
