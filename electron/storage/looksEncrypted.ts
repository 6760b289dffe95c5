import { closeSync, openSync, readSync } from 'node:fs'

const PAGE_BYTES = 4096
/** Of 4096 random bytes at least 230 values are to be expected; text and most formats have fewer than 200. */
const VALUES_OF_NOISE = 230

/**
 * Whether a file that is no plain database may be an encrypted one: its first page is noise. Never for a file that this process
 * has open in SQLite, whose locks it would drop.
 */
export function looksEncrypted(path: string): boolean {
  const page = Buffer.alloc(PAGE_BYTES)
  try {
    const file = openSync(path, 'r')
    try {
      return readSync(file, page, 0, PAGE_BYTES, 0) === PAGE_BYTES && new Set(page).size >= VALUES_OF_NOISE
    } finally {
      closeSync(file)
    }
  } catch {
    return false
  }
}
