import { join } from 'node:path'
import { root } from '../setup/project.mjs'
import { runInPlace } from './child.mjs'
import { openDisplay } from './display.mjs'
import { electronSwitches, nodeEnvironment } from './environment.mjs'

/**
 * The built command line, on Electron's own Node. `bench` opens windows: it gets this display or a virtual one, and the
 * switches of this machine.
 *
 * @param {import('../setup/runtime.mjs').Runtime} runtime
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runStokes(runtime, args) {
  const program = join(root, 'out', 'main', 'stokes.js')
  const env = nodeEnvironment(runtime)
  if (args[0] !== 'bench') return runInPlace(runtime.electron.path, [program, ...args], { env })
  const display = await openDisplay()
  const switches = { STOKES_ELECTRON_SWITCHES: electronSwitches().join(' ') }
  try {
    return await runInPlace(runtime.electron.path, [program, ...args], {
      env: { ...env, ...display.env, ...switches },
    })
  } finally {
    display.end()
  }
}
