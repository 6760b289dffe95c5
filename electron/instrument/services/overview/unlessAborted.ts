import { proxy, type ProxyMarked } from 'comlink'
import type { GoOn } from './inPortions'

/** For a work on another thread: tells here how far it is, and ends it when nobody waits for it any more. */
export function unlessAborted(
  tell: (done: number, of: number) => void,
  signal: AbortSignal,
): GoOn & ProxyMarked {
  return proxy((done: number, of: number) => {
    tell(done, of)
    return !signal.aborted
  })
}
