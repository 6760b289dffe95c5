import type { RecordedSpectrum } from '../../contract/frame'
import type { CaseLog } from '../../storage/openCaseLog'
import { byKind, meanOf } from './measuredFrames'

/** The mean of the laser frames of an acquisition less its dark frames, on the axis that it was measured with. */
export function recordedSpectrum(
  { acquisitions, frames }: Pick<CaseLog, 'acquisitions' | 'frames'>,
  acquisitionId: string,
): RecordedSpectrum {
  const recorded = byKind(frames.ofAcquisition(acquisitionId))
  return {
    wavenumbers: [...acquisitions.wavenumbers(acquisitionId)],
    intensities: [...meanOf(recorded)],
    frames: recorded.frames.length,
  }
}
