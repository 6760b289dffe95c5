/** @returns aborted once somebody, or the system, asks this program to end */
export function interruption(): AbortSignal {
  const interrupted = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      interrupted.abort()
    })
  }
  return interrupted.signal
}
