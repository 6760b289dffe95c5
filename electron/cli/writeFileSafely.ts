import { open, rename, rm, writeFile } from 'node:fs/promises'
import { StokesError } from '../contract/errors'

const REASONS: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission is denied',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EISDIR: 'it is a folder',
}

/**
 * Replaces a file by what is written beside it: what was there stays until the new content is whole and on disk.
 *
 * @param write writes the file that it is given the path of
 * @throws file.notWritable
 */
export async function replaceFile(path: string, write: (part: string) => Promise<void>): Promise<void> {
  const part = `${path}.part-${process.pid}`
  try {
    await write(part)
    const file = await open(part, 'r+')
    await file.sync().finally(() => file.close())
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    const { code } = error as NodeJS.ErrnoException
    const reason = code === undefined ? undefined : REASONS[code]
    if (reason === undefined) throw error
    throw new StokesError('file.notWritable', `${path} cannot be written: ${reason}.`, {
      tip: 'Nothing was changed. Choose another place, or make room, and run the command again.',
      cause: error,
    })
  }
}

/** Writes a whole file or nothing. */
export async function writeFileSafely(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, (part) => writeFile(part, content))
}
