import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fallbackPath } from './fallbackElectron.mjs'
import { officialElectron } from './officialElectron.mjs'
import { preprocessingIsCurrent } from './preprocessingBinding.mjs'
import { stateDir } from './project.mjs'
import { needsOwnSqlite, ownSqlitePath } from './sqliteBinding.mjs'

/**
 * What Stokes runs on in this checkout.
 *
 * @typedef {object} Runtime
 * @property {import('./electronRuntime.mjs').Electron} electron
 * @property {string | null} sqliteBinding better-sqlite3's addon, where its own prebuilt one does not load
 * @property {import('./preprocessingBinding.mjs').PreprocessingBinding} preprocessing
 */

const file = join(stateDir, 'runtime.json')

/**
 * The runtime of the last set-up, if it is still the one a new set-up would choose.
 *
 * @returns {Runtime | undefined}
 */
export function currentRuntime() {
  try {
    const runtime = /** @type {Runtime} */ (JSON.parse(readFileSync(file, 'utf8')))
    return isCurrent(runtime) ? runtime : undefined
  } catch {
    return undefined
  }
}

/** @param {Runtime} runtime */
export function writeRuntime(runtime) {
  mkdirSync(stateDir, { recursive: true })
  writeFileSync(`${file}.new`, `${JSON.stringify(runtime, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

/** @param {Runtime} runtime */
function isCurrent({ electron, sqliteBinding, preprocessing }) {
  const { STOKES_ELECTRON, STOKES_NO_FALLBACK_ELECTRON } = process.env
  const fallback = STOKES_NO_FALLBACK_ELECTRON ? undefined : fallbackPath()
  const wanted = STOKES_ELECTRON || officialElectron() || fallback
  if (electron.path !== wanted || !existsSync(electron.path)) return false
  if (!preprocessingIsCurrent(preprocessing)) return false
  if (!needsOwnSqlite(electron)) return sqliteBinding === null
  return sqliteBinding === ownSqlitePath() && existsSync(sqliteBinding)
}
