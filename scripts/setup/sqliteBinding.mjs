import { createHash } from 'node:crypto'
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeOnce } from './cache.mjs'
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

/** Where the build for Node-API 9 is, or will be: by version and patch, so that a change of either builds anew. */
export function ownSqlitePath() {
  const manifest = readFileSync(join(source, 'package.json'), 'utf8')
  const { version } = /** @type {{ version: string }} */ (JSON.parse(manifest))
  const hash = createHash('sha256').update(readFileSync(patch)).digest('hex').slice(0, 8)
  const name = `better-sqlite3-${version}-napi9-${hash}-${process.platform}-${process.arch}`
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
    await compile(build)
    cpSync(join(build, 'build', 'Release', 'better_sqlite3.node'), join(folder, 'better_sqlite3.node'))
    rmSync(build, { recursive: true })
  })
  return target
}

/** @param {string} folder */
async function compile(folder) {
  const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js')
  const nodeFolder = nodeFolderWithHeaders()
  const headers = nodeFolder ? [`--nodedir=${nodeFolder}`] : []
  const args = [nodeGyp, 'rebuild', '--release', '--force_build=1', '-j', '2', ...headers]
  await run(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, NODE_PATH: join(root, 'node_modules') },
    tip: 'better-sqlite3 could not be built. g++, make, python3 and the headers of Node.js are needed.',
  })
}

/** Node's own installation or the system's; without either node-gyp downloads the headers. */
function nodeFolderWithHeaders() {
  const folders = [dirname(dirname(process.execPath)), '/usr']
  return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')))
}
