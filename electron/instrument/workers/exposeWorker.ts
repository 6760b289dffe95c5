import { expose } from 'comlink'
import nodeEndpoint from 'comlink/dist/esm/node-adapter.mjs'
import { parentPort } from 'node:worker_threads'
import { carryProblems } from '../services/carryProblems'

/** Offers this to whoever started the thread; the other end of `startWorker`. */
export function exposeWorker(api: object): void {
  if (!parentPort) throw new Error('This program runs as a thread of the instrument process only.')
  carryProblems()
  expose(api, nodeEndpoint(parentPort))
}
