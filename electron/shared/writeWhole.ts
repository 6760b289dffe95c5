import { open, rename, rm } from 'node:fs/promises'

/** One write takes less than 2 GiB. */
const CHUNK = 2 ** 26

/**
 * Writes a file beside the old one, to the disk, then in its place: whenever the power fails there is a whole file, and on
 * a full disk the old one.
 *
 * @param content in one piece, or in several that follow one another
 * @throws errors of the file system as they are
 */
export async function writeWhole(
  path: string,
  content: string | Uint8Array | readonly Uint8Array[],
): Promise<void> {
  const part = `${path}.part`
  const pieces = typeof content === 'string' ? [Buffer.from(content)] : [content].flat()
  try {
    const file = await open(part, 'w')
    try {
      for (const piece of pieces)
        for (let start = 0; start < piece.length; start += CHUNK)
          await file.writeFile(piece.subarray(start, start + CHUNK))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}
