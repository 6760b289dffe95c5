import { EventQueue } from './eventQueue'

type Listen<T> = (listener: (value: T) => void) => () => void

/** What a listener would hear, as an async iterator; ends when the signal aborts. */
export async function* listen<T>(to: Listen<T>, signal: AbortSignal | undefined): AsyncGenerator<T, void> {
  const events = new EventQueue<T>()
  const stop = to((value) => {
    events.push(value)
  })
  const end = () => {
    events.end()
  }
  signal?.addEventListener('abort', end, { once: true })
  try {
    yield* events
  } finally {
    stop()
    signal?.removeEventListener('abort', end)
  }
}
