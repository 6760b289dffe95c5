import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { script } from './launch/script.mjs'
import { dependenciesAreInstalled, installDependencies } from './setup/dependencies.mjs'
import { findElectron } from './setup/electronRuntime.mjs'
import { withLock } from './setup/lock.mjs'
import { whyNoOfficialElectron } from './setup/officialElectron.mjs'
import { buildPreprocessing } from './setup/preprocessingBinding.mjs'
import { stateDir } from './setup/project.mjs'
import { currentRuntime, writeRuntime } from './setup/runtime.mjs'
import { makeSandboxWork } from './setup/sandbox.mjs'
import { buildOwnSqlite, needsOwnSqlite } from './setup/sqliteBinding.mjs'
import { BUILD_TOOLS, installSystemPackages, missing, missingForElectron } from './setup/systemPackages.mjs'
import { installTensorflowGpu } from './setup/tensorflowGpu.mjs'

/** @typedef {import('./setup/runtime.mjs').Runtime} Runtime */

/**
 * Makes this checkout able to run: dependencies, system packages, Electron, native builds. Needs Node.js and npm alone,
 * and is quick when there is nothing to do. A SetupError says what a person has to do first.
 *
 * @param {{ say?: (line: string) => void }} [options] `say` gets the lines of progress
 * @returns {Promise<Runtime>}
 */
export async function setUp({ say = console.log } = {}) {
  const started = performance.now()
  const sayWithTime = (/** @type {string} */ line) => {
    say(`[set-up ${((performance.now() - started) / 1000).toFixed(0).padStart(3)} s] ${line}`)
  }
  const waiting = () => {
    sayWithTime('waiting for another set-up of this checkout')
  }
  return ready() ?? (await withLock(join(stateDir, 'set-up.lock'), () => complete(sayWithTime), waiting))
}

/** @returns {Runtime | undefined} */
function ready() {
  if (!dependenciesAreInstalled() || missingForElectron().length > 0) return undefined
  return currentRuntime()
}

/**
 * @param {(line: string) => void} say
 * @returns {Promise<Runtime>}
 */
async function complete(say) {
  const alreadyDone = ready()
  if (alreadyDone) return alreadyDone

  const fallbackAhead = (await whyNoOfficialElectron()) !== undefined
  const results = await Promise.allSettled([
    installDependenciesIfNeeded(say),
    installSystemPackages([...missingForElectron(), ...(fallbackAhead ? missing(BUILD_TOOLS) : [])], say),
  ])
  for (const result of results) if (result.status === 'rejected') throw result.reason

  const electron = await findElectron(say)
  say(describeElectron(electron))
  makeSandboxWork(electron.path)
  const sqliteBinding = needsOwnSqlite(electron) ? await buildOwnSqlite(say) : null
  await installTensorflowGpu(say)
  const preprocessing = await buildPreprocessing(say)
  const runtime = { electron, sqliteBinding, preprocessing }
  writeRuntime(runtime)
  say('ready')
  return runtime
}

/** @param {(line: string) => void} say */
async function installDependenciesIfNeeded(say) {
  if (dependenciesAreInstalled()) return
  say('installing the dependencies of package-lock.json')
  await installDependencies()
}

/** @param {import('./setup/electronRuntime.mjs').Electron} electron */
export function describeElectron({ version, source, path }) {
  const origins = {
    official: 'the official release',
    environment: `named by STOKES_ELECTRON: ${path}`,
    fallback: `the fallback for development and tests, not what ships: ${path}`,
  }
  return `Electron ${version} (${origins[source]})`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await script(async () => {
    const { electron } = await setUp()
    console.log(describeElectron(electron))
  })
}
