import { mkdir, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StokesError } from '../contract/errors'
import { randomId } from '../shared/ids'

const REASONS: Record<string, string> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of its path is not a folder',
  EACCES: 'permission is denied',
  EPERM: 'the system does not permit it',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'your share of the disk is used up',
  EISDIR: 'it is a folder',
  EEXIST: 'a file of that name is in the way',
  ENAMETOOLONG: 'its name is too long',
  EIO: 'the disk failed',
}

/**
 * Replaces a file by what is written beside it: what was there stays until the new content is whole and on disk. A link
 * stays a link, to the new content. What is no file, such as /dev/null or a pipe, is written to and never replaced.
 *
 * @param write writes the file that it is given the path of
 * @throws file.notWritable
 */
export function replaceFile(path: string, write: (part: string) => Promise<void>): Promise<void> {
  return explainFailure(path, async () => {
    const { target, part } = await placeOf(path)
    if (part === null) return write(target)
    try {
      await write(part)
      const file = await open(part, 'r+')
      await file.sync().finally(() => file.close())
      await rename(part, target)
    } catch (error) {
      await rm(part, { force: true }).catch(() => undefined)
      throw error
    }
  })
}

/** Writes a whole file or nothing. */
export async function writeFileSafely(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(path, (part) => writeFile(part, content))
}

/**
 * Finds out whether a file can be written, before the work whose result it is to hold; changes nothing.
 * @throws file.notWritable
 */
export function requireWritableFile(path: string): Promise<void> {
  return explainFailure(path, async () => {
    const { part } = await placeOf(path)
    if (part === null) return
    await (await open(part, 'w')).close()
    await rm(part)
  })
}

/**
 * The same of a folder, which is made where it is not there.
 * @throws file.notWritable
 */
export function requireWritableFolder(path: string): Promise<void> {
  return explainFailure(path, async () => {
    await mkdir(path, { recursive: true })
    await requireWritableFile(join(path, `.stokes-${randomId()}`))
  })
}

/**
 * Runs what writes to a path, and says why where it fails.
 * @throws file.notWritable
 */
export async function explainFailure<T>(path: string, write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    const reason = code === undefined ? undefined : REASONS[code]
    if (reason === undefined) throw error
    throw new StokesError('file.notWritable', `${path} cannot be written: ${reason}.`, {
      tip: 'Nothing was changed. Choose another place, or make room, and run the command again.',
      cause: error,
    })
  }
}

/** The file that a path stands for, and a name beside it; none beside what is no file. */
async function placeOf(path: string): Promise<{ target: string; part: string | null }> {
  const found = await stat(path).catch(() => null)
  if (!found) return { target: path, part: `${path}.part-${process.pid}` }
  if (found.isDirectory()) throw Object.assign(new Error(path), { code: 'EISDIR' })
  if (!found.isFile()) return { target: path, part: null }
  const target = await realpath(path)
  return { target, part: `${target}.part-${process.pid}` }
}
