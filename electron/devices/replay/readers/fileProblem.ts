import { basename } from 'node:path'
import { StokesError } from '../../../contract/errors'

const SHAPE =
  'Expected: text, the first column wavenumbers in cm-1, then one column of intensities for each spectrum.'

/** Why a file is no spectrum, at the line where that shows. */
export function notASpectrum(path: string, line: number | null, what: string): StokesError {
  const where = line === null ? basename(path) : `${basename(path)}, line ${line}`
  return new StokesError('file.notASpectrum', `${where}: ${what}.`, { tip: SHAPE, details: { path, line } })
}

/** Why a file could not be opened or read. */
export function readingProblem(path: string, cause: unknown): StokesError {
  const { code = String(cause) } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT' || code === 'ENOTDIR') {
    return new StokesError('file.notFound', `There is no file ${path}.`, {
      cause,
      tip: 'Check the path and the spelling.',
    })
  }
  const why = code === 'EISDIR' ? 'it is a folder' : code === 'EACCES' ? 'you may not read it' : code
  return new StokesError('file.notReadable', `${path} cannot be read: ${why}.`, {
    cause,
    tip: 'Choose a file that you may read.',
  })
}
