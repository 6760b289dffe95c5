import { setPriority } from 'node:os'

/**
 * From now on this thread gets the processor when nobody else wants it: whoever looks waits for whoever records. Linux alone has a
 * priority for each thread; elsewhere it would be that of the whole process, and stays as it is.
 */
export function giveWay(): void {
  if (process.platform !== 'linux') return
  try {
    setPriority(5)
  } catch {
    // A system that forbids it loses nothing but time.
  }
}
