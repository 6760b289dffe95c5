import { ambientShare } from '../ambientShare'
import { notKnown, type Gate } from '../gate'
import { percent } from '../percent'
import { QUALITY_LIMITS } from '../qualityLimits'

/** Light of the room in the frames with the laser off and the shutter open, as a share of the light of the measurement. */
export const ambient: Gate = ({ frames, darkFrames }, range) => {
  const { warnAbove, most } = QUALITY_LIMITS.ambient
  const figure = {
    gate: 'ambient',
    label: 'Light of the room, of all light',
    unit: '%',
    limit: `at most ${percent(most)} %`,
  }
  const value = ambientShare(frames, darkFrames, range)
  if (value === null) return notKnown(figure)
  return {
    ...figure,
    value: percent(value),
    verdict: value > most ? 'fail' : value > warnAbove ? 'warn' : 'pass',
    because:
      value > most
        ? `${percent(value)} % of the light came from the room, above ${percent(most)} %: put the probe in full contact with ` +
          'the skin, shade it, switch lamps off.'
        : `${percent(value)} % of the light came from the room: shade the probe.`,
  }
}
