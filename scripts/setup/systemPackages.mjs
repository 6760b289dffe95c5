import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { isRoot } from './project.mjs'
import { run } from './run.mjs'
import { SetupError } from './SetupError.mjs'

/**
 * @typedef {{ file: string, debian: string }} Need a shared library or a program, and the Debian package that has it
 */

/** What Electron's binary links and Debian's other packages below do not bring along. */
const LIBRARIES = [
  { file: 'libgtk-3.so.0', debian: 'libgtk-3-0' },
  { file: 'libnss3.so', debian: 'libnss3' },
  { file: 'libasound.so.2', debian: 'libasound2' },
  { file: 'libgbm.so.1', debian: 'libgbm1' },
  { file: 'libatspi.so.0', debian: 'libatspi2.0-0' },
  { file: 'libatk-bridge-2.0.so.0', debian: 'libatk-bridge2.0-0' },
  { file: 'libcups.so.2', debian: 'libcups2' },
  { file: 'libxkbcommon.so.0', debian: 'libxkbcommon0' },
]

const VIRTUAL_DISPLAY = [{ file: 'Xvfb', debian: 'xvfb' }]

/** To unpack the fallback Electron and to build better-sqlite3 for it. */
export const BUILD_TOOLS = ['unzip', 'patch', 'python3', 'make', 'g++'].map((file) => ({
  file,
  debian: file,
}))

const MULTIARCH = process.arch === 'arm64' ? 'aarch64-linux-gnu' : 'x86_64-linux-gnu'
const LIBRARY_FOLDERS = ['/usr/lib', '/lib', '/usr/local/lib'].flatMap((folder) => [
  join(folder, MULTIARCH),
  folder,
])
LIBRARY_FOLDERS.push('/usr/lib64', '/lib64')
const PROGRAM_FOLDERS = ['/usr/local/bin', '/usr/bin', '/bin']

/** What Electron needs of a Linux system, and has not: a display server too where there is no display. */
export function missingForElectron() {
  if (process.platform !== 'linux') return []
  const headless = !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']
  return missing(headless ? [...LIBRARIES, ...VIRTUAL_DISPLAY] : LIBRARIES)
}

/**
 * @param {readonly Need[]} needs
 * @param {(path: string) => boolean} [exists]
 * @returns {Need[]}
 */
export function missing(needs, exists = existsSync) {
  return needs.filter(({ file }) => {
    const path = process.env['PATH'] ?? ''
    const folders = file.includes('.so') ? LIBRARY_FOLDERS : [...path.split(':'), ...PROGRAM_FOLDERS]
    return !folders.some((folder) => exists(join(folder, file)))
  })
}

/**
 * Installs with apt-get where this user may; otherwise fails with the one line that does.
 *
 * @param {readonly Need[]} needs
 * @param {(line: string) => void} say
 */
export async function installSystemPackages(needs, say) {
  if (needs.length === 0) return
  const packages = [...new Set(needs.map(({ debian }) => debian))].sort()
  const files = needs.map(({ file }) => file).join(', ')
  const install = `apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const aptGet = aptGetCommand()
  if (!aptGet) {
    throw new SetupError(`This system lacks ${files}.`, `Run: ${oneLine(install)}`)
  }
  say(`installing Debian packages: ${packages.join(' ')}`)
  const tip = `Run: ${oneLine(install)}`
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const wait = ['-o', 'DPkg::Lock::Timeout=300']
  const [command = '', ...prefix] = aptGet
  await run(command, [...prefix, 'update', '-q', ...wait], { env, tip })
  await run(command, [...prefix, 'install', '-y', '-q', '--no-install-recommends', ...wait, ...packages], {
    env,
    tip,
  })
}

/** @param {string} install */
function oneLine(install) {
  const sudo = isRoot ? '' : 'sudo '
  return existsSync('/usr/bin/apt-get')
    ? `${sudo}apt-get update && ${sudo}${install}`
    : `the equivalent of "${install}" on this system`
}

/** @returns {string[] | undefined} */
function aptGetCommand() {
  if (!existsSync('/usr/bin/apt-get')) return undefined
  if (isRoot) return ['apt-get']
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' })
    return ['sudo', '-n', 'DEBIAN_FRONTEND=noninteractive', 'apt-get']
  } catch {
    return undefined
  }
}
