import { wrap, type Remote } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { Worker } from 'node:worker_threads'
import { programPath } from '../../shared/paths'
import { carryProblems } from './carryProblems'

export interface StartedWorker<T> {
  api: Remote<T>
  /** Resolves when the thread is gone. */
  stop(): Promise<void>
}

/**
 * Starts a thread that exposes `T`, and calls it as if it were here.
 *
 * @param onDied called when the thread ended by itself; calls that wait for it will never be answered
 */
export function startWorker<T>(
  entry: string,
  workerData: unknown,
  onDied: (reason: Error) => void,
): StartedWorker<T> {
  carryProblems()
  const worker = new Worker(programPath(entry), { workerData })
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
