import { createHash } from 'node:crypto'
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeOnce } from './cache.mjs'
import { runNodeGyp } from './nodeGyp.mjs'
import { cacheDir, root } from './project.mjs'

/**
 * The addon of native/preprocessing, and why it could not be built; the application then does without it.
 *
 * @typedef {{ path: string, problem: string | null }} PreprocessingBinding
 */

const source = join(root, 'native', 'preprocessing')
const PARTS = ['binding.gyp', 'src']
const BUILD_MS = 180_000

/** Where the build of these sources is, or will be. */
export function preprocessingPath() {
  const hash = createHash('sha256')
  for (const part of PARTS) {
    for (const file of filesOf(join(source, part)))
      hash.update(file).update(readFileSync(join(source, part, file)))
  }
  const name = `preprocessing-${hash.digest('hex').slice(0, 12)}-${process.platform}-${process.arch}`
  return join(cacheDir, name, 'preprocessing.node')
}

/**
 * Builds the addon where a compiler is there. A failure is said and is no error.
 *
 * @param {(line: string) => void} say
 * @returns {Promise<PreprocessingBinding>}
 */
export async function buildPreprocessing(say) {
  const path = preprocessingPath()
  try {
    await makeOnce(dirname(path), async (folder) => {
      say('building the native preprocessing')
      const build = join(folder, 'source')
      for (const part of PARTS) cpSync(join(source, part), join(build, part), { recursive: true })
      await runNodeGyp(build, { timeoutMs: BUILD_MS })
      cpSync(join(build, 'build', 'Release', 'preprocessing.node'), join(folder, 'preprocessing.node'))
      rmSync(build, { recursive: true })
    })
    return { path, problem: null }
  } catch (error) {
    const lines = /** @type {Error} */ (error).message.trim().split('\n')
    const problem = lines.find((line) => /error/i.test(line)) ?? lines[0] ?? 'it failed'
    say(`the native preprocessing could not be built, TypeScript does its work: ${problem}`)
    return { path, problem }
  }
}

/** Whether a build of these sources is there, or was tried. @param {PreprocessingBinding | undefined} binding */
export function preprocessingIsCurrent(binding) {
  if (binding?.path !== preprocessingPath()) return false
  return binding.problem !== null || existsSync(binding.path)
}

/** @param {string} path the files in a folder, or '' for a file itself */
function filesOf(path) {
  return path.endsWith('.gyp') ? [''] : readdirSync(path).sort()
}
