import { join } from 'node:path'
import { root } from '../setup/project.mjs'
import { runInPlace } from './child.mjs'
import { nodeEnvironment } from './environment.mjs'

/**
 * The built command line, on Electron's own Node.
 *
 * @param {import('../setup/runtime.mjs').Runtime} runtime
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code
 */
export function runStokes(runtime, args) {
  const program = join(root, 'out', 'main', 'stokes.js')
  return runInPlace(runtime.electron.path, [program, ...args], { env: nodeEnvironment(runtime) })
}
