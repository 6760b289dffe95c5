import { existsSync } from 'node:fs'
import { fallbackElectron } from './fallbackElectron.mjs'
import { downloadElectron, officialElectron } from './officialElectron.mjs'
import { run } from './run.mjs'
import { SetupError } from './SetupError.mjs'

/**
 * @typedef {'environment' | 'official' | 'fallback'} ElectronSource
 * @typedef {{ path: string, source: ElectronSource, version: string, node: string, nodeApi: number }} Electron
 */

/**
 * Finds an Electron in this order: the one that STOKES_ELECTRON names, the official one that is there, the official
 * download, the fallback.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<Electron>}
 */
export async function findElectron(say) {
  const named = process.env['STOKES_ELECTRON']
  if (named) {
    if (!existsSync(named)) {
      throw new SetupError(`STOKES_ELECTRON names ${named}, which is not there.`, 'Correct it, or unset it.')
    }
    return describe(named, 'environment')
  }
  const official = officialElectron() ?? (await downloadElectron(say))
  return official ? describe(official, 'official') : describe(await fallbackElectron(say), 'fallback')
}

/**
 * @param {string} path
 * @param {ElectronSource} source
 * @returns {Promise<Electron>}
 */
async function describe(path, source) {
  const { stdout } = await run(path, ['-p', 'JSON.stringify(process.versions)'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    tip: 'If a shared library is missing, install the system package that has it.',
  })
  const { electron = '', node, napi } = /** @type {NodeJS.ProcessVersions} */ (JSON.parse(stdout))
  return { path, source, version: electron, node, nodeApi: Number(napi) }
}
