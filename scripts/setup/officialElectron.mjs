import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

const folder = join(root, 'node_modules', 'electron')
const RELEASES = 'https://github.com/electron/electron/releases'
const PROBE_MS = 5_000
const DOWNLOAD_MS = 600_000

/** The Electron of package.json, where its binary has been downloaded. */
export function officialElectron() {
  const pathFile = join(folder, 'path.txt')
  if (!existsSync(pathFile)) return undefined
  const path = join(folder, 'dist', readFileSync(pathFile, 'utf8'))
  return existsSync(path) ? path : undefined
}

/**
 * Downloads the binary with Electron's own installer, which checks it against the hashes in the package.
 *
 * @param {(line: string) => void} say
 */
export async function downloadElectron(say) {
  const problem = await whyNoOfficialElectron()
  if (problem) {
    say(
      `the download of the official Electron is out of reach (${problem}); delete .stokes to try it again later`,
    )
    return undefined
  }
  say('downloading Electron')
  try {
    await run(process.execPath, [join(folder, 'install.js')], { timeoutMs: DOWNLOAD_MS })
  } catch (error) {
    say(`the download of the official Electron failed: ${/** @type {Error} */ (error).message}`)
    return undefined
  }
  return officialElectron()
}

/**
 * Why the official Electron is neither here nor to be had. The installer waits for minutes where a firewall drops
 * packets, so a short question goes first. A mirror or a proxy is the installer's to find.
 */
export async function whyNoOfficialElectron() {
  const { ELECTRON_MIRROR, HTTPS_PROXY, https_proxy: lowerCaseProxy } = process.env
  if (officialElectron() || ELECTRON_MIRROR || HTTPS_PROXY || lowerCaseProxy) return undefined
  try {
    await fetch(RELEASES, { method: 'HEAD', signal: AbortSignal.timeout(PROBE_MS) })
    return undefined
  } catch (error) {
    const { message, cause } = /** @type {Error & { cause?: NodeJS.ErrnoException }} */ (error)
    return cause?.code ?? message
  }
}
