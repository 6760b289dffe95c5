import type { CalibrationState } from '../../../contract/passport'
import { notKnown, type Finding, type Gate } from '../gate'

const WORDS: Record<CalibrationState, string> = {
  valid: 'in force',
  nearEnd: 'near its end',
  expired: 'expired',
  failed: 'failed',
  missing: 'none',
  otherInstrument: 'of another instrument',
}

/**
 * The calibration passport that was in force. An instrument that never had one works on its factory's coefficients, which
 * does for photons that no patient gave.
 */
export const calibration: Gate = ({ device, calibration: status }) => {
  const figure = { gate: 'calibration', label: 'Calibration', unit: '', limit: 'in force' }
  if (!status) return notKnown(figure)
  const { state, message, tip } = status
  const verdict: Finding['verdict'] =
    state === 'valid'
      ? 'pass'
      : state === 'nearEnd' || (state === 'missing' && device.origin !== 'instrument')
        ? 'warn'
        : 'fail'
  const said = [message, tip].filter(Boolean).join(' ')
  return {
    ...figure,
    value: null,
    words: WORDS[state],
    verdict,
    because: verdict === 'fail' ? `the instrument may not be used on patients. ${said}` : said,
  }
}
