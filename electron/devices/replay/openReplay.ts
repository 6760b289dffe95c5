import type { Clock } from '../../shared/clock'
import type { Microscope } from '../microscope'
import { loadRecording } from './loadRecording'
import { ReplayMicroscope } from './replayMicroscope'

interface ReplayOptions {
  /** Of a file of spectra, or of a folder with such files. */
  path: string
  clock: Clock
}

/**
 * Plays recorded spectra as if they were measured: the preview shows them one after the other, again from the first after
 * the last; an acquisition takes the next ones. There is no laser, and there are no dark frames: those that a plan asks for
 * are left out. Files of a folder that stand on another axis than most are left out too, and named in `state.problem`.
 *
 * @throws file.notFound, file.notReadable, file.notASpectrum
 */
export async function openReplay({ path, clock }: ReplayOptions): Promise<Microscope> {
  return new ReplayMicroscope(path, await loadRecording(path), clock)
}
