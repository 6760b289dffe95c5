import { toProblem, StokesError, type Problem } from '../../../contract/errors'
import type { AxisOptions } from '../../../storage/exchange/standardise'
import type { ImportedFile } from '../../../storage/repositories/imports'
import { readImport } from './readImport'

/** What is held until it is written in one transaction: half a gigabyte. */
const MOST_VALUES = 64 * 1024 * 1024
const MOST_SPECTRA = 20_000

export interface ReadImports {
  files: ImportedFile[]
  /** Of each file that cannot be imported, in the order given. */
  problems: { path: string; problem: Problem }[]
}

/**
 * Reads files one after the other, all of them, so that every problem is known at once.
 * @throws StokesError `exchange.refused` for more than one import holds; the signal's reason
 */
export async function readImports(
  paths: readonly string[],
  options: AxisOptions & { signal?: AbortSignal; onProgress?: (files: number) => void },
): Promise<ReadImports> {
  const read: ReadImports = { files: [], problems: [] }
  let [values, spectra] = [0, 0]
  for (const path of paths) {
    options.signal?.throwIfAborted()
    try {
      const file = await readImport(path, options)
      spectra += file.spectra.length
      for (const { wavenumbers, dark } of file.spectra) values += wavenumbers.length * (dark ? 3 : 2)
      read.files.push(file)
    } catch (error) {
      read.problems.push({ path, problem: toProblem(error) })
    }
    if (values > MOST_VALUES || spectra > MOST_SPECTRA) throw tooMuch()
    options.onProgress?.(read.files.length + read.problems.length)
  }
  return read
}

function tooMuch(): StokesError {
  return new StokesError('exchange.refused', 'These files hold more spectra than one import takes at once.', {
    tip: `Import them in parts: at most ${MOST_SPECTRA} spectra, and ${MOST_VALUES / 2 ** 20} million numbers.`,
  })
}

/** Throws what is wrong with the first, and says how many others there are. */
export function requireGood({ problems }: ReadImports): void {
  const [first] = problems
  if (!first) return
  const more = problems.length > 1 ? ` ${problems.length - 1} more files cannot be imported either.` : ''
  const { code, message, tip } = first.problem
  throw new StokesError(code, `${message} Nothing was imported.${more}`, {
    ...(tip !== undefined && { tip }),
    details: { problems },
  })
}
