import type { CalibrationReason, FittedLine } from '../../contract/calibration'
import { exitCodes } from '../exitCodes'
import { answer } from '../output'

/** What every `stokes calibrate` answers. */
export interface CalibrationResult {
  ok: boolean
  /** nm for a lamp, cm-1 for a standard. */
  lines: Pick<FittedLine, 'reference' | 'measured' | 'residual' | 'used'>[]
  rmsPixels: number | null
  rmsWavenumber: number | null
  /** Pixel -> vacuum nm, constant first; empty where it is not known. */
  coefficients: number[]
  laserNm: number | null
  reasons: CalibrationReason[]
}

/** Answers, with what the kind of calibration adds to it; refused, the exit code says so. */
export function answerCalibration(
  result: CalibrationResult,
  more: object,
  { json }: { json?: boolean | undefined },
  inWords: readonly string[],
): void {
  if (!result.ok) process.exitCode = exitCodes.badInput
  answer({ ...result, ...more }, { json }, () =>
    [
      ...result.lines.map(inLine),
      ...inWords,
      ...result.reasons.map(({ message, tip }) => `${message} ${tip}`),
      result.ok ? 'Good.' : 'Refused.',
    ].join('\n'),
  )
}

/** What crosses to scripts of a line. */
export function linesOf(lines: readonly FittedLine[]): CalibrationResult['lines'] {
  return lines.map(({ reference, measured, residual, used }) => ({ reference, measured, residual, used }))
}

function inLine({ reference, measured, residual, used }: CalibrationResult['lines'][number]): string {
  const numbers = [reference, measured, residual].map((value) => value.toFixed(3).padStart(10))
  return `${numbers.join(' ')}${used ? '' : '  not used'}`
}
