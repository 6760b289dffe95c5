import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { buildIfChanged } from './launch/build.mjs'
import { script } from './launch/script.mjs'
import { runPlaywright, runVitest } from './launch/tools.mjs'
import { root } from './setup/project.mjs'
import { run } from './setup/run.mjs'
import { describeElectron, setUp } from './setup.mjs'

/** @typedef {{ name: string, work: () => Promise<unknown> }} Check */

/** @type {{ name: string, passed: boolean, seconds: number }[]} */
const results = []

// Everything that must hold. With --static only what needs no program to run.
await script(async () => {
  const runtime = await setUp()
  console.log(`Stokes is tested on ${describeElectron(runtime.electron)}`)
  const checks = [
    tool('lint', 'eslint', '.', '--max-warnings=0'),
    tool('types in Node', 'tsc', '-p', 'tsconfig.node.json'),
    tool('types in the window', 'vue-tsc', '-p', 'tsconfig.web.json'),
    tool('types on both sides', 'tsc', '-p', 'tsconfig.bridge.json'),
    tool('format', 'prettier', '--check', '--log-level=warn', '.'),
    tool('import rules', 'depcruise', 'electron', 'renderer', 'scripts', 'test', '--config'),
    tool('dead code', 'knip', '--no-progress'),
  ]
  if (process.argv.includes('--static')) {
    await together(checks)
    return summary()
  }
  // By itself: the bundler writes its configuration beside the sources for a moment, where other tools would find it.
  await check({ name: 'build', work: () => buildIfChanged(runtime, () => {}) })
  await together(checks)
  if (allPassed())
    await check({ name: 'unit and integration', work: () => expectSuccess(runVitest(runtime, [])) })
  if (allPassed()) {
    await check({ name: 'end-to-end', work: () => expectSuccess(runPlaywright(runtime, ['--project=e2e'])) })
  }
  return summary()
})

/**
 * @param {string} name
 * @param {string} program
 * @param {string[]} args
 * @returns {Check}
 */
function tool(name, program, ...args) {
  return {
    name,
    work: () => run(join(root, 'node_modules', '.bin', program), args, { cwd: root, keptLines: 1000 }),
  }
}

/** @param {readonly Check[]} checks run by as many at once as there are cores, in their order */
async function together(checks) {
  const waiting = [...checks]
  const lane = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) await check(next)
  }
  await Promise.all(Array.from({ length: availableParallelism() }, lane))
}

/** @param {Check} check */
async function check({ name, work }) {
  const started = performance.now()
  let problem
  try {
    await work()
  } catch (error) {
    problem = /** @type {Error} */ (error).message
  }
  const seconds = (performance.now() - started) / 1000
  results.push({ name, passed: problem === undefined, seconds })
  console.log(`${problem === undefined ? 'passed' : 'FAILED'} ${name} (${seconds.toFixed(1)} s)`)
  if (problem) console.log(problem)
}

/** @param {Promise<number>} exitCode */
async function expectSuccess(exitCode) {
  const code = await exitCode
  if (code !== 0) throw new Error(`exit code ${code}`)
}

function allPassed() {
  return results.every(({ passed }) => passed)
}

function summary() {
  console.log('')
  for (const { name, passed, seconds } of results) {
    console.log(`${passed ? 'passed' : 'FAILED'}  ${seconds.toFixed(1).padStart(6)} s  ${name}`)
  }
  const failed = results.filter(({ passed }) => !passed).length
  console.log(`Checks: ${results.length - failed} passed, ${failed} failed`)
  return failed === 0 ? 0 : 1
}
