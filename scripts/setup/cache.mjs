import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'

const STALE_MS = 3_600_000

/**
 * Makes the folder `target` once. It is made beside its place and renamed into it, so a reader sees all of it or
 * nothing, a killed run leaves nothing in its place, and of two runs at once the first one counts.
 *
 * @param {string} target
 * @param {(folder: string) => Promise<void>} fill
 */
export async function makeOnce(target, fill) {
  if (existsSync(target)) return
  const shelf = dirname(target)
  mkdirSync(shelf, { recursive: true })
  removeStale(shelf)
  const folder = mkdtempSync(join(shelf, 'unfinished-'))
  try {
    await fill(folder)
    renameSync(folder, target)
  } catch (error) {
    if (!existsSync(target)) throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} shelf */
function removeStale(shelf) {
  for (const name of readdirSync(shelf)) {
    if (!name.startsWith('unfinished-')) continue
    const path = join(shelf, name)
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) rmSync(path, { recursive: true, force: true })
  }
}
