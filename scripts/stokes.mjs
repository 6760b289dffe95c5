#!/usr/bin/env node
import { join } from 'node:path'
import { buildIfChanged } from './launch/build.mjs'
import { runInPlace } from './launch/child.mjs'
import { nodeEnvironment } from './launch/environment.mjs'
import { script } from './launch/script.mjs'
import { root } from './setup/project.mjs'
import { setUp } from './setup.mjs'

// The command line, on Electron's own Node. Standard output belongs to the command.
await script(async () => {
  const say = console.error
  const runtime = await setUp({ say })
  await buildIfChanged(runtime, say)
  const args = [join(root, 'out', 'main', 'stokes.js'), ...process.argv.slice(2)]
  return runInPlace(runtime.electron.path, args, { env: nodeEnvironment(runtime) })
})
