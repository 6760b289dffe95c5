import { createHash } from 'node:crypto'
import { cpSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeOnce } from './cache.mjs'
import { runNodeGyp } from './nodeGyp.mjs'
import { cacheDir, root } from './project.mjs'
import { run } from './run.mjs'

/** The Node-API version that better-sqlite3's own binaries ask for; with less they crash the process. */
const NODE_API_OF_PREBUILDS = 10

const patch = join(dirname(fileURLToPath(import.meta.url)), 'better-sqlite3-napi9.patch')
const source = join(root, 'node_modules', 'better-sqlite3')

/** @param {{ nodeApi: number }} electron */
export function needsOwnSqlite(electron) {
  return electron.nodeApi < NODE_API_OF_PREBUILDS
}

/**
 * Where the build for Node-API 9 is, or will be: by package (better-sqlite3 is an alias of the one with ciphers), version and
 * patch, so that a change of any builds anew.
 */
export function ownSqlitePath() {
  const manifest = readFileSync(join(source, 'package.json'), 'utf8')
  const { name: published, version } = /** @type {{ name: string, version: string }} */ (JSON.parse(manifest))
  const hash = createHash('sha256').update(readFileSync(patch)).digest('hex').slice(0, 8)
  const name = `${published}-${version}-napi9-${hash}-${process.platform}-${process.arch}`
  return join(cacheDir, name, 'better_sqlite3.node')
}

/**
 * Builds better-sqlite3 for Node-API 9 from its npm source.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the path of the addon
 */
export async function buildOwnSqlite(say) {
  const target = ownSqlitePath()
  await makeOnce(dirname(target), async (folder) => {
    say('building better-sqlite3 for this Electron: once for this user, a minute or two')
    const build = join(folder, 'build')
    cpSync(source, build, { recursive: true })
    await run('patch', ['-p0', '-s', '-i', patch], { cwd: build })
    await runNodeGyp(build, {
      args: ['--force_build=1'],
      tip: 'better-sqlite3 could not be built. g++, make, python3 and the headers of Node.js are needed.',
    })
    cpSync(join(build, 'build', 'Release', 'better_sqlite3.node'), join(folder, 'better_sqlite3.node'))
    rmSync(build, { recursive: true })
  })
  return target
}
