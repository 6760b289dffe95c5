import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

/**
 * Builds the addon whose binding.gyp is in a folder. With the headers of Node's own installation or the system's;
 * without either node-gyp downloads them.
 *
 * @param {string} folder
 * @param {{ args?: string[], tip?: string, timeoutMs?: number, env?: NodeJS.ProcessEnv }} [options]
 */
export async function runNodeGyp(folder, { args = [], env = {}, ...options } = {}) {
  const nodeGyp = createRequire(import.meta.url).resolve('node-gyp/bin/node-gyp.js')
  const nodeFolder = nodeFolderWithHeaders()
  const headers = nodeFolder ? [`--nodedir=${nodeFolder}`] : []
  await run(process.execPath, [nodeGyp, 'rebuild', '--release', '-j', '2', ...args, ...headers], {
    cwd: folder,
    env: { ...process.env, NODE_PATH: join(root, 'node_modules'), ...env },
    ...options,
  })
}

/** Where the headers of Node are, undefined where they are not. */
export function nodeFolderWithHeaders() {
  const folders = [dirname(dirname(process.execPath)), '/usr']
  return folders.find((folder) => existsSync(join(folder, 'include', 'node', 'node_api.h')))
}
