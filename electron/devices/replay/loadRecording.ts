import { readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { StokesError } from '../../contract/errors'
import { readingProblem } from './readers/fileProblem'
import { readSpectraFile } from './readers/readSpectraFile'

interface RecordedExposure {
  intensities: Float64Array
  /** Null where the recording does not say. */
  integrationTimeMs: number | null
}

export interface Recording {
  /** cm-1, ascending. */
  wavenumbers: Float64Array
  exposures: RecordedExposure[]
  excitationNanometres: number | null
  /** Names of the files that stand on another axis. */
  leftOut: string[]
}

const SPECTRA_FILE = /\.(txt|csv|tsv|dat|asc|prn)$/i

/**
 * All spectra of a file, or of the files of a folder sorted by name, numbers in names as numbers. A folder often holds a few
 * files of another axis (a standard, another grating): the axis that most spectra stand on is taken, the others are left out.
 *
 * @throws what `readSpectraFile` throws; file.notASpectrum for a folder without files of spectra
 */
export async function loadRecording(path: string): Promise<Recording> {
  const files = await filesOf(path)
  const recordings: (Omit<Recording, 'leftOut'> & { files: string[] })[] = []
  for (const file of files) {
    const { axis, spectra, integrationTimeMs, excitationNanometres } = await readSpectraFile(file)
    let recording = recordings.find(({ wavenumbers }) => sameAxis(wavenumbers, axis))
    if (!recording) {
      recording = { wavenumbers: axis, exposures: [], excitationNanometres, files: [] }
      recordings.push(recording)
    }
    recording.files.push(file)
    for (const { intensities } of spectra) recording.exposures.push({ intensities, integrationTimeMs })
  }
  const [largest, ...others] = recordings.sort((a, b) => b.exposures.length - a.exposures.length)
  if (largest)
    return { ...largest, leftOut: others.flatMap((other) => other.files.map((file) => basename(file))) }
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

function sameAxis(one: Float64Array, other: Float64Array): boolean {
  return one.length === other.length && one.every((value, i) => value === other[i])
}
