import type { CalibrationReason } from '../../contract/calibration'

/** Why a calibration is refused: what was found, with the number and the limit, and what to do. */
export function reason(code: CalibrationReason['code'], message: string, tip: string): CalibrationReason {
  return { code, message, tip }
}
