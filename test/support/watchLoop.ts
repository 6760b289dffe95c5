import { closeSync, existsSync, openSync, readSync } from 'node:fs'

const EVERY_MS = 1
/** Of this thread, on Linux: nanoseconds on a processor, nanoseconds that it was ready and waited for one, slices. */
const SCHEDULE = '/proc/thread-self/schedstat'

export interface WatchedLoop {
  /** Ends the watch; gives the longest time that this loop was held up by its own program, ms. */
  end: () => number
}

/**
 * Watches the event loop of this thread. What holds it up is what its program does: where the system says how long the thread
 * waited for a processor that another program had, that is not counted.
 */
export function watchLoop(): WatchedLoop {
  const schedule = existsSync(SCHEDULE) ? openSync(SCHEDULE, 'r') : null
  const text = Buffer.alloc(128)
  const waitedMs = (): number => {
    if (schedule === null) return 0
    const length = readSync(schedule, text, 0, text.length, 0)
    return Number(text.toString('latin1', 0, length).split(' ')[1]) / 1e6
  }
  const now = () => performance.now() - waitedMs()
  let longest = 0
  let last = now()
  const turn = () => {
    const at = now()
    longest = Math.max(longest, at - last - EVERY_MS)
    last = at
  }
  const timer = setInterval(turn, EVERY_MS)
  return {
    end: () => {
      clearInterval(timer)
      turn()
      if (schedule !== null) closeSync(schedule)
      return longest
    },
  }
}
