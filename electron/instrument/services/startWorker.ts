import { wrap, type Remote } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { isAbsolute } from 'node:path'
import { Worker, type ResourceLimits } from 'node:worker_threads'
import { programPath } from '../../shared/paths'
import { carryProblems } from './carryProblems'

export interface StartedWorker<T> {
  api: Remote<T>
  /** Resolves when the thread is gone. */
  stop(): Promise<void>
}

export interface WorkerOptions {
  /** More memory than that ends the thread. */
  resourceLimits?: ResourceLimits
  /** Gets what the thread posts beside its answers. */
  onMessage?: (message: unknown) => void
}

/**
 * Starts a thread that exposes `T`, and calls it as if it were here.
 *
 * @param entry the name of one of our programs, or the path of another
 * @param onDied called when the thread ended by itself; calls that wait for it will never be answered
 */
export function startWorker<T>(
  entry: string,
  workerData: unknown,
  onDied: (reason: Error) => void,
  { resourceLimits, onMessage }: WorkerOptions = {},
): StartedWorker<T> {
  carryProblems()
  const path = isAbsolute(entry) ? entry : programPath(entry)
  const worker = new Worker(path, { workerData, ...(resourceLimits && { resourceLimits }) })
  if (onMessage) worker.on('message', onMessage)
  let stopping = false
  worker.once('error', onDied)
  worker.once('exit', (code) => {
    if (!stopping) onDied(new Error(`The thread ${entry} ended (exit code ${code}).`))
  })
  return {
    api: wrap<T>(nodeEndpoint(worker)),
    stop: async () => {
      stopping = true
      await worker.terminate()
    },
  }
}
