import { cpSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { build } from './launch/build.mjs'
import { runInPlace } from './launch/child.mjs'
import { script } from './launch/script.mjs'
import { root } from './setup/project.mjs'
import { SetupError } from './setup/SetupError.mjs'
import { describeElectron, setUp } from './setup.mjs'

// An application in dist/ from the official Electron alone: unpacked, or as electron-builder's arguments say.
await script(async () => {
  const runtime = await setUp()
  if (runtime.electron.source !== 'official') {
    throw new SetupError(
      `A release is made from the official Electron alone, and this checkout has ${describeElectron(runtime.electron)}.`,
      'Run this where github.com or an ELECTRON_MIRROR can be reached.',
    )
  }
  if (runtime.preprocessing.problem !== null) {
    throw new SetupError(
      `A release needs its native preprocessing, which could not be built: ${runtime.preprocessing.problem}`,
      'Install a C++ compiler, make and python3, remove .stokes/runtime.json and run this again.',
    )
  }
  const prebuilds = join(root, 'native', 'preprocessing', 'prebuilds', `${process.platform}-${process.arch}`)
  cpSync(runtime.preprocessing.path, join(prebuilds, 'preprocessing.node'))
  await build(runtime)
  const builder = join(root, 'node_modules', 'electron-builder', 'cli.js')
  const electronDist = `-c.electronDist=${dirname(runtime.electron.path)}`
  return runInPlace(process.execPath, [builder, '--dir', electronDist, ...process.argv.slice(2)], {
    cwd: root,
  })
})
