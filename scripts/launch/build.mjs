import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { withLock } from '../setup/lock.mjs'
import { root, stateDir } from '../setup/project.mjs'
import { run } from '../setup/run.mjs'

/** @typedef {import('../setup/runtime.mjs').Runtime} Runtime */

const SOURCES = ['electron', 'renderer', 'electron.vite.config.ts', 'package-lock.json', 'package.json']
const stamp = join(root, 'out', '.built-from')

/**
 * Builds into out/ if a source has changed since the last build.
 *
 * @param {Runtime} runtime
 * @param {(line: string) => void} say
 */
export async function buildIfChanged(runtime, say) {
  if (isBuilt()) return
  await withLock(join(stateDir, 'build.lock'), async () => {
    if (isBuilt()) return
    const started = performance.now()
    await build(runtime)
    say(`built in ${((performance.now() - started) / 1000).toFixed(1)} s`)
  })
}

/** @param {Runtime} runtime */
export async function build(runtime) {
  const fingerprint = fingerprintOf(SOURCES)
  rmSync(stamp, { force: true })
  await run(
    process.execPath,
    [join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'), 'build'],
    {
      cwd: root,
      env: { ...process.env, ELECTRON_EXEC_PATH: runtime.electron.path },
      tip: 'The sources do not build. The lines above say where.',
    },
  )
  writeFileSync(stamp, fingerprint)
}

function isBuilt() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprintOf(SOURCES)
}

/**
 * Changes when a file is added, removed or written. Tests are no sources.
 *
 * @param {readonly string[]} paths
 */
function fingerprintOf(paths) {
  const hash = createHash('sha256')
  /** @param {string} path */
  const add = (path) => {
    const stat = statSync(join(root, path), { throwIfNoEntry: false })
    if (stat?.isDirectory()) {
      for (const name of readdirSync(join(root, path)).sort()) add(`${path}/${name}`)
    } else if (stat && !path.includes('.test.')) {
      hash.update(`${path} ${stat.mtimeMs} ${stat.size}\n`)
    }
  }
  paths.forEach(add)
  return hash.digest('hex')
}
