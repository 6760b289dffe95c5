import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import { readingProblem } from './readers/fileProblem'
import { readSpectraFile } from './readers/readSpectraFile'

export interface RecordedExposure {
  intensities: Float64Array
  /** Null where the recording does not say. */
  integrationTimeMs: number | null
}

export interface Recording {
  /** cm-1, ascending. */
  wavenumbers: Float64Array
  exposures: RecordedExposure[]
  excitationNanometres: number | null
}

const SPECTRA_FILE = /\.(txt|csv|tsv|dat|asc|prn)$/i

/**
 * All spectra of a file, or of the files of a folder sorted by name, numbers in names as numbers. All of one axis.
 *
 * @throws what `readSpectraFile` throws; axis.mismatch for a folder with spectra of several axes
 */
export async function loadRecording(path: string): Promise<Recording> {
  let recording: Recording | null = null
  for (const file of await filesOf(path)) {
    const { axis, spectra, integrationTimeMs, excitationNanometres } = await readSpectraFile(file)
    recording ??= { wavenumbers: axis, exposures: [], excitationNanometres }
    requireSameAxis(recording.wavenumbers, axis, file)
    for (const { intensities } of spectra) recording.exposures.push({ intensities, integrationTimeMs })
  }
  if (recording) return recording
  throw new StokesError('file.notASpectrum', `The folder ${path} holds no file of spectra.`, {
    tip: 'Choose a folder with .txt or .csv files, or one such file.',
  })
}

async function filesOf(path: string): Promise<string[]> {
  try {
    if (!(await stat(path)).isDirectory()) return [path]
    const entries = await readdir(path, { withFileTypes: true })
    return entries
      .filter((entry) => entry.isFile() && SPECTRA_FILE.test(entry.name))
      .map(({ name }) => name)
      .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
      .map((name) => join(path, name))
  } catch (error) {
    throw readingProblem(path, error)
  }
}

function requireSameAxis(axis: Float64Array, other: Float64Array, file: string): void {
  const i = axis.length === other.length ? axis.findIndex((value, k) => value !== other[k]) : -1
  if (axis.length === other.length && i < 0) return
  const difference =
    i < 0
      ? `${other.length} points where those before it have ${axis.length}`
      : `point ${i + 1} at ${other[i]!} cm-1 where those before it have it at ${axis[i]!} cm-1`
  throw new StokesError('axis.mismatch', `${basename(file)} stands on another axis: ${difference}.`, {
    tip: 'Replay files of one instrument and one day, or one file at a time.',
  })
}
