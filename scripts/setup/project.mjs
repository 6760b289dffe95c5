import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The checkout. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))

/** What this checkout knows of its own set-up; ignored by git. */
export const stateDir = join(root, '.stokes')

/** What checkouts share and what is slow to get: an Electron, a native build. */
export const cacheDir = join(process.env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'stokes')

export const isRoot = process.getuid?.() === 0
