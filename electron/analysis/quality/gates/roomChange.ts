import { notKnown, type Gate } from '../gate'
import { percent } from '../percent'
import { QUALITY_LIMITS } from '../qualityLimits'
import { roomLines } from '../roomLines'

/**
 * Lines of the room's lamps that the dark frames did not take away, or left as troughs: the room was not the same with the
 * laser on and off.
 */
export const roomChange: Gate = ({ device, wavenumbers, despiked, darkFrames }, { ch2 }) => {
  const { share, signalToNoise } = QUALITY_LIMITS.roomChange
  const figure = {
    gate: 'roomChange',
    label: 'Lamp lines left, of the CH₂ band',
    unit: '%',
    limit: `at most ${percent(share)} %`,
  }
  const { excitationNanometres = null } = device
  const height = ch2?.height ?? 0
  if (excitationNanometres === null || darkFrames.length === 0 || height <= 0) return notKnown(figure)
  const lines = roomLines(wavenumbers, despiked, excitationNanometres)
  if (!lines) return notKnown(figure)
  const value = lines.height / height
  const seen = Math.abs(lines.signalToNoise) >= signalToNoise
  return {
    ...figure,
    value: percent(value),
    verdict: seen && Math.abs(value) > share ? 'fail' : 'pass',
    because:
      `lines of the room's lamps are ${percent(Math.abs(value))} % of the CH₂ band ${value > 0 ? 'above' : 'below'} the ` +
      'dark frames: keep the probe in contact from the first dark frame on, leave the lamps as they are, and measure again.',
  }
}
