/** What `work` gives, or the reason of the signal as soon as it aborts. The work goes on; its outcome is dropped then. */
export async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  let listen = (): void => undefined
  const aborted = new Promise<never>((_, reject) => {
    listen = () => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', listen)
    if (signal.aborted) listen()
  })
  try {
    return await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', listen)
  }
}
