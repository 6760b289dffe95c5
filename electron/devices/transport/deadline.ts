/** A timer that is later than this was held up with everything else on this side. */
const HELD_UP_MS = 100
/** Then what came meanwhile is still to be read. */
const GRACE_MS = 200

/**
 * Calls `expired` after `ms`, unless it is cancelled by the function that this returns. Time in which this process did
 * nothing at all (a busy loop, a sleeping computer) is not held against the other side.
 */
export function startDeadline(ms: number, expired: () => void): () => void {
  let timer: NodeJS.Timeout
  const arm = (wait: number): void => {
    const due = performance.now() + wait
    timer = setTimeout(() => {
      if (performance.now() - due > HELD_UP_MS) arm(GRACE_MS)
      else expired()
    }, wait)
  }
  arm(ms)
  return () => {
    clearTimeout(timer)
  }
}
