import { createWriteStream } from 'node:fs'
import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { StokesError } from '../../../contract/errors'

type Content = Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>

/**
 * Writes a file under another name, to the disk, then gives it its own: there is a whole file or none. Its folder is made.
 * @throws StokesError `file.notWritable`; the reason of the signal
 */
export function writeNewFile(path: string, content: Content, signal?: AbortSignal): Promise<void> {
  return throughPart(path, (part) => pipeline(Readable.from(content), createWriteStream(part)), signal)
}

/** The same of what writes the file itself. */
export async function throughPart(
  path: string,
  write: (part: string) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const part = `${path}.part-${process.pid}`
  try {
    await mkdir(dirname(path), { recursive: true })
    await write(part)
    signal?.throwIfAborted()
    const file = await open(part, 'r+')
    await file.sync().finally(() => file.close())
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw notWritable(error, path)
  }
}

function notWritable(error: unknown, path: string): unknown {
  if (error instanceof StokesError) return error
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === undefined || syscall === undefined) return error
  return new StokesError('file.notWritable', `${path} cannot be written (${code}).`, {
    tip: 'Choose another place, or make room. Files that were written before are whole.',
    cause: error,
  })
}
