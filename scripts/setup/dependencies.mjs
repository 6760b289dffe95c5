import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './project.mjs'
import { run } from './run.mjs'

/** @typedef {Record<string, { version?: string, optional?: boolean }>} Packages by path, as in a lockfile */

/** Whether node_modules holds what the lockfile says. */
export function dependenciesAreInstalled() {
  const installed = readPackages(join(root, 'node_modules', '.package-lock.json'))
  if (!installed) return false
  return differingPackages(readPackages(join(root, 'package-lock.json')) ?? {}, installed).length === 0
}

/**
 * Install scripts stay off (.npmrc): every native part comes prebuilt, or is built by this set-up. Without a registry
 * npm's cache may have it all.
 */
export async function installDependencies() {
  const source = (await registryAnswers()) ? '--prefer-offline' : '--offline'
  await run('npm', ['ci', source, '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    tip: 'Check that the npm registry can be reached (npm ping), then run the same command again.',
  })
}

/** One short question: npm itself asks for every package, again and again, for minutes. */
async function registryAnswers() {
  try {
    await run('npm', ['view', 'comlink', 'version', '--fetch-retries=0', '--fetch-timeout=15000'], {
      cwd: root,
    })
    return true
  } catch {
    return false
  }
}

/**
 * The packages that are missing or have another version. Optional ones may be missing: they are for other platforms.
 *
 * @param {Packages} locked
 * @param {Packages} installed
 */
export function differingPackages(locked, installed) {
  return Object.keys(locked).filter(
    (path) => path !== '' && !locked[path]?.optional && installed[path]?.version !== locked[path]?.version,
  )
}

/**
 * @param {string} path
 * @returns {Packages | undefined}
 */
function readPackages(path) {
  try {
    return /** @type {{ packages: Packages }} */ (JSON.parse(readFileSync(path, 'utf8'))).packages
  } catch {
    return undefined
  }
}
