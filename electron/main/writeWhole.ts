import { rename, rm, writeFile } from 'node:fs/promises'

/** Writes a file as a whole: what was there stays until all of the new is on the disk, and nobody ever finds half of it. */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const part = `${path}.part`
  try {
    await writeFile(part, content, { flush: true })
    await rename(part, path)
  } catch (error) {
    await rm(part, { force: true }).catch(() => undefined)
    throw error
  }
}
