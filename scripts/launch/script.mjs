import { SetupError } from '../setup/SetupError.mjs'

/**
 * Runs a script of this folder: what it returns is the exit code, and a problem that a person can mend is said without
 * a stack.
 *
 * @param {() => Promise<number | void>} work
 */
export async function script(work) {
  try {
    process.exitCode = (await work()) ?? 0
  } catch (error) {
    if (!(error instanceof SetupError)) throw error
    console.error(`\n${error.message}\n${error.tip}`)
    // At once: a step beside the one that failed may still run.
    process.exit(1)
  }
}
