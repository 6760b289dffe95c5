import { accessSync, constants } from 'node:fs'
import { withoutSandbox } from '../setup/sandbox.mjs'

/** @typedef {import('../setup/runtime.mjs').Runtime} Runtime */

const onLinux = process.platform === 'linux'
/**
 * For Electron as an application.
 *
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function applicationEnvironment({ electron, sqliteBinding, preprocessing }) {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  return {
    ...inherited,
    STOKES_ELECTRON_SOURCE: electron.source,
    ...(sqliteBinding && { STOKES_SQLITE_BINDING: sqliteBinding }),
    // One that is named already, or `none`, counts.
    ...(preprocessing.problem === null &&
      !inherited['STOKES_PREPROCESSING_BINDING'] && { STOKES_PREPROCESSING_BINDING: preprocessing.path }),
    // Chromium refuses its sandbox to root. The windows' own sandbox settings stay on.
    ...(withoutSandbox && { ELECTRON_DISABLE_SANDBOX: '1' }),
  }
}

/**
 * For Electron as the Node.js that the native modules run on.
 *
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function nodeEnvironment(runtime) {
  return { ...applicationEnvironment(runtime), ELECTRON_RUN_AS_NODE: '1' }
}

/** Switches for Electron as an application on this machine. */
export function electronSwitches() {
  if (!onLinux) return []
  return [
    ...(withoutSandbox ? ['--no-sandbox'] : []),
    ...(isWritable('/dev/shm') ? [] : ['--disable-dev-shm-usage']),
  ]
}

/** @param {string} path */
function isWritable(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
