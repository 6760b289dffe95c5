import { EventQueue } from './eventQueue'

/**
 * What `work` tells, as it is told; ends when it does, or throws what it throws. Leaving the iterator, or the signal, aborts
 * the work, and waits until it has come to its end.
 */
export async function* streamWork<T>(
  work: (tell: (event: T) => void, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): AsyncGenerator<T, void> {
  const stop = new AbortController()
  const abort = () => {
    stop.abort()
  }
  if (signal?.aborted) abort()
  signal?.addEventListener('abort', abort, { once: true })
  const events = new EventQueue<T>()
  const tell = (event: T) => {
    events.push(event)
  }
  const ended = work(tell, stop.signal).then(
    () => {
      events.end()
    },
    (error: unknown) => {
      events.fail(error)
    },
  )
  try {
    yield* events
  } finally {
    abort()
    await ended
    signal?.removeEventListener('abort', abort)
  }
}
