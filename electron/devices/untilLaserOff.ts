import { setTimeout as wait } from 'node:timers/promises'
import type { StokesError } from '../contract/errors'
import { asStokesError } from './asStokesError'

const SETTLING_MS = 20

interface LaserOffOptions {
  /** How often it is commanded, at most. */
  attempts: number
  /** Commands it, and reads back whether it is off. */
  commandOff: () => Promise<boolean>
  /** What is thrown where it was read back as still on. */
  stillEmitting: () => StokesError
}

/**
 * Commands the laser off until it is read back as off; a command that fails is given again while the line lasts.
 * @throws the last problem, or why the line was lost
 */
export async function untilLaserOff(
  link: { readonly lost: StokesError | null },
  { attempts, commandOff, stillEmitting }: LaserOffOptions,
): Promise<void> {
  let problem = stillEmitting()
  for (let attempt = 0; attempt < attempts; attempt++) {
    try {
      if (await commandOff()) return
      problem = stillEmitting()
      await wait(SETTLING_MS)
    } catch (error) {
      if (link.lost) throw link.lost
      problem = asStokesError(error)
    }
  }
  throw problem
}
