import { basename } from 'node:path'
import { StokesError } from '../../contract/errors'
import { readCsv, type CsvOptions } from './readCsv'
import { readParquet } from './readParquet'
import type { DataFile } from './tableReader'

export type DataFileOptions = Omit<CsvOptions, 'name'>

/**
 * Reads labelled spectra: Parquet where the name ends so, CSV otherwise; shape in `docs/datasets.md`.
 * @throws StokesError `file.notFound`, `file.notReadable`, `dataset.invalid`, `dataset.mixedOrigins`, `dataset.oneClass`
 */
export async function readDataFile(path: string, options: DataFileOptions = {}): Promise<DataFile> {
  const name = basename(path)
  try {
    if (isParquet(path)) return await readParquet(path, { ...options, name })
    return await readCsv(path, { ...options, name })
  } catch (cause) {
    if (cause instanceof StokesError) throw cause
    const { code } = cause as NodeJS.ErrnoException
    if (code === undefined) throw cause
    if (code === 'ENOENT') throw new StokesError('file.notFound', `There is no file ${path}.`, { cause })
    throw new StokesError('file.notReadable', `${path} cannot be read (${code}).`, { cause })
  }
}

export function isParquet(path: string): boolean {
  return path.toLowerCase().endsWith('.parquet')
}
