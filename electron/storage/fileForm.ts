import { closeSync, openSync, readSync, fstatSync } from 'node:fs'

/** How a database lies on the disk. `unknown`: neither, or damaged from its first byte. */
export type FileForm = 'absent' | 'plain' | 'encrypted' | 'unknown'

const PLAIN = Buffer.from('SQLite format 3\0', 'latin1')
/** Of an encrypted case log; a plain one has the same. */
const PAGE_BYTES = 4096
/** Of 4096 random bytes at least 230 values are to be expected; text and most formats have fewer than 200. */
const VALUES_OF_NOISE = 230

/** What the first page of a file says. An empty file is absent: whoever opens it begins it. */
export function fileForm(path: string): FileForm {
  let file: number
  try {
    file = openSync(path, 'r')
  } catch {
    return 'absent'
  }
  try {
    const { size } = fstatSync(file)
    if (size === 0) return 'absent'
    const page = Buffer.alloc(PAGE_BYTES)
    const read = readSync(file, page, 0, PAGE_BYTES, 0)
    if (page.subarray(0, PLAIN.length).equals(PLAIN)) return 'plain'
    return read === PAGE_BYTES && new Set(page).size >= VALUES_OF_NOISE ? 'encrypted' : 'unknown'
  } catch {
    return 'unknown'
  } finally {
    closeSync(file)
  }
}
