import { join } from 'node:path'
import { root } from '../setup/project.mjs'
import { runInPlace } from './child.mjs'
import { openDisplay } from './display.mjs'
import { applicationEnvironment, electronSwitches, nodeEnvironment } from './environment.mjs'

/** @typedef {import('../setup/runtime.mjs').Runtime} Runtime */

const modules = join(root, 'node_modules')

/**
 * Vitest on Electron's own Node: there the native modules load.
 *
 * @param {Runtime} runtime
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runVitest(runtime, args) {
  const vitest = join(modules, 'vitest', 'vitest.mjs')
  return runInPlace(runtime.electron.path, [vitest, 'run', ...args], {
    cwd: root,
    env: nodeEnvironment(runtime),
  })
}

/**
 * Playwright on this display or a virtual one. Its tests launch STOKES_ELECTRON with STOKES_ELECTRON_SWITCHES, the
 * switches of this machine.
 *
 * @param {Runtime} runtime
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runPlaywright(runtime, args) {
  const display = await openDisplay()
  const env = {
    ...applicationEnvironment(runtime),
    ...display.env,
    STOKES_ELECTRON: runtime.electron.path,
    STOKES_ELECTRON_SWITCHES: electronSwitches().join(' '),
  }
  const playwright = join(modules, '@playwright', 'test', 'cli.js')
  try {
    return await runInPlace(process.execPath, [playwright, 'test', ...args], { cwd: root, env })
  } finally {
    display.end()
  }
}
