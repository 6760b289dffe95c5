import { join } from 'node:path'
import { runInPlace } from './launch/child.mjs'
import { nodeEnvironment } from './launch/environment.mjs'
import { root } from './setup/project.mjs'
import { setUp } from './setup.mjs'

// Unit and integration tests, on Electron's own Node: there the native modules load.
const runtime = await setUp()
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
const options = { cwd: root, env: nodeEnvironment(runtime) }
process.exitCode = await runInPlace(
  runtime.electron.path,
  [vitest, 'run', ...process.argv.slice(2)],
  options,
)
