import { existsSync, readdirSync } from 'node:fs'
import { isRoot } from '../setup/project.mjs'

/** @typedef {import('../setup/runtime.mjs').Runtime} Runtime */

const onLinux = process.platform === 'linux'
const SOFTWARE_GRAPHICS = ['--use-angle=swiftshader', '--enable-unsafe-swiftshader']

/**
 * For Electron as an application.
 *
 * @param {Runtime} runtime
 * @returns {NodeJS.ProcessEnv}
 */
export function applicationEnvironment({ electron, sqliteBinding }) {
  const { ELECTRON_RUN_AS_NODE: _, ...inherited } = process.env
  return {
    ...inherited,
    STOKES_ELECTRON_SOURCE: electron.source,
    ...(sqliteBinding && { STOKES_SQLITE_BINDING: sqliteBinding }),
    // Chromium refuses its sandbox to root. The windows' own sandbox settings stay on.
    ...(onLinux && isRoot && { ELECTRON_DISABLE_SANDBOX: '1' }),
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
  return [...(isRoot ? ['--no-sandbox'] : []), ...(hasGpu() ? [] : SOFTWARE_GRAPHICS)]
}

function hasGpu() {
  if (existsSync('/dev/nvidiactl')) return true
  return existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'))
}
