import { ambientLight } from '../ambientLight'
import { notKnown, type Gate } from '../gate'
import { percent } from '../percent'
import { QUALITY_LIMITS } from '../qualityLimits'

/**
 * Light of the room with the laser off, relative to the CH2 band. It is subtracted with the dark frames, but not where it
 * changes meanwhile, and a probe that touches the skin lets none in.
 */
export const ambient: Gate = ({ darkFrames }, { range, ch2 }) => {
  const { warnAbove, most } = QUALITY_LIMITS.ambient
  const figure = {
    gate: 'ambient',
    label: 'Room light, of the CH₂ band',
    unit: '%',
    limit: `at most ${percent(most)} %`,
  }
  const light = ambientLight(darkFrames, range)
  const height = ch2?.height ?? 0
  // Without a band the signal to noise says so.
  if (light === null || height <= 0) return notKnown(figure)
  const share = light / height
  return {
    ...figure,
    value: percent(share),
    verdict: share > most ? 'fail' : share > warnAbove ? 'warn' : 'pass',
    because:
      share > most
        ? `the light of the room is ${percent(share)} % of the CH₂ band, above ${percent(most)} %: put the probe in full ` +
          'contact with the skin, shade it, switch lamps off.'
        : `The light of the room is ${percent(share)} % of the CH₂ band: shade the probe.`,
  }
}
