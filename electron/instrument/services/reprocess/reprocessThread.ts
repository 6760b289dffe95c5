import { StokesError } from '../../../contract/errors'
import { startWorker, type StartedWorker } from '../startWorker'
import type { ReprocessDesk } from './reprocessDesk'

export interface ReprocessThreadOptions {
  caseLogPath: string
  rememberIn: string
}

/** A thread that takes all memory ends alone. */
const RESOURCE_LIMITS = { maxOldGenerationSizeMb: 2048 }

/** A thread that computes again; `lost` rejects when it ended by itself. */
export function startReprocessThread(
  options: ReprocessThreadOptions,
): StartedWorker<ReprocessDesk> & { lost: Promise<never> } {
  let died: (reason: Error) => void = () => undefined
  const lost = new Promise<never>((_resolve, reject) => {
    died = ({ message }) => {
      reject(
        new StokesError('process.ended', message, { tip: 'Try again: nothing that was written is lost.' }),
      )
    }
  })
  // Whoever calls hears of it; without a call nobody does.
  lost.catch(() => undefined)
  const thread = startWorker<ReprocessDesk>('reprocessWorker', options, died, {
    resourceLimits: RESOURCE_LIMITS,
  })
  return { ...thread, lost }
}
