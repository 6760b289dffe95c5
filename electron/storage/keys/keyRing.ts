import { getEnvironmentData, setEnvironmentData } from 'node:worker_threads'
import { StokesError } from '../../contract/errors'
import { KEY_BYTES } from './deriveKey'

const SHELF = 'stokes.keyRing'

/** Whether a key is there, then the key: memory that this thread and those it starts have in common. */
function shelf(): Uint8Array {
  const kept = getEnvironmentData(SHELF) as unknown
  if (kept instanceof SharedArrayBuffer) return new Uint8Array(kept)
  const made = new SharedArrayBuffer(1 + KEY_BYTES)
  setEnvironmentData(SHELF, made)
  return new Uint8Array(made)
}

/**
 * The master key of this program, for each case log that it opens and is told no other key for; null for none. All threads
 * see it at once. It is in no argument, environment or file that another program could read.
 */
export function keyInHand(): Uint8Array | null {
  const bytes = shelf()
  return Atomics.load(bytes, 0) === 1 ? bytes.slice(1) : null
}

/** Takes a master key in hand, or lays it down. Before any thread is started that shall see it. */
export function takeKeyInHand(master: Uint8Array | null): void {
  if (master && master.length !== KEY_BYTES) {
    throw new StokesError('storage.wrongKey', `A key has ${KEY_BYTES} bytes, this has ${master.length}.`)
  }
  const bytes = shelf()
  bytes.set(master ?? new Uint8Array(KEY_BYTES), 1)
  Atomics.store(bytes, 0, master ? 1 : 0)
}
