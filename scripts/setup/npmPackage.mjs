import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { run } from './run.mjs'
import { SetupError } from './SetupError.mjs'

/**
 * Fetches one package of the npm registry, checks it against its pinned hash and unpacks it.
 *
 * @param {{ spec: string, integrity: string, folder: string, tip: string }} options
 * @returns {Promise<string>} the folder of the package's files
 */
export async function fetchNpmPackage({ spec, integrity, folder, tip }) {
  await mkdir(folder, { recursive: true })
  const limits = ['--fetch-timeout=60000', '--fetch-retries=1']
  await run('npm', ['pack', spec, '--silent', '--pack-destination', folder, ...limits], { cwd: folder, tip })
  const name = (await readdir(folder)).find((file) => file.endsWith('.tgz'))
  if (!name) throw new SetupError(`npm pack ${spec} left no archive in ${folder}.`, tip)
  const archive = join(folder, name)
  await checkIntegrity(archive, integrity)
  await run('tar', ['-xzf', archive, '--no-same-owner', '-C', folder])
  return join(folder, 'package')
}

/**
 * @param {string} path
 * @param {string} integrity as npm writes it: `sha512-` and the hash in base64
 */
export async function checkIntegrity(path, integrity) {
  const dash = integrity.indexOf('-')
  const hash = createHash(integrity.slice(0, dash))
  await pipeline(createReadStream(path), hash)
  const actual = `${integrity.slice(0, dash)}-${hash.digest('base64')}`
  if (actual === integrity) return
  throw new SetupError(
    `${path} has the hash ${actual}, not the pinned ${integrity}.`,
    'Do not use this file: what was downloaded is not what was reviewed. Try again from another network.',
  )
}
