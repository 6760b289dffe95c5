import { open, rename, rm } from 'node:fs/promises'
import { StokesError } from '../contract/errors'

/** Writes a whole file or nothing: what was there stays until the new content is on disk. */
export async function writeFileSafely(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.part-${process.pid}`
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
    await rm(part, { force: true })
    const { code, message } = error as NodeJS.ErrnoException
    const reasons: Record<string, string> = {
      ENOENT: 'its folder does not exist',
      EACCES: 'permission is denied',
      EROFS: 'the disk is read-only',
      ENOSPC: 'the disk is full',
      EISDIR: 'it is a folder',
    }
    throw new StokesError(
      'file.notWritable',
      `${path} cannot be written: ${reasons[code ?? ''] ?? message}.`,
      {
        tip: 'Nothing was changed. Choose another place, or make room, and run the command again.',
        cause: error,
      },
    )
  }
}
