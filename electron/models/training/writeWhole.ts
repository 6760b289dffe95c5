import { open, rename, rm } from 'node:fs/promises'
import { StokesError } from '../../contract/errors'

/**
 * Writes a file beside the old one, to the disk, then in its place: whenever the power fails there is a whole file, and on
 * a full disk the old one.
 * @throws StokesError `storage.diskFull`; other errors of the file system as they are
 */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const part = `${path}.part`
  try {
    const file = await open(part, 'w')
    try {
      await file.writeFile(content)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw diskFull(error, path)
  }
}

function diskFull(error: unknown, path: string): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (code !== 'ENOSPC' && code !== 'EDQUOT') return error
  return new StokesError('storage.diskFull', `The disk that holds ${path} is full (${code}).`, {
    tip: 'Free some space and go on: what was written before is whole.',
    cause: error,
  })
}
