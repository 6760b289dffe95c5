/** Time, injected so that a run with the same inputs repeats to the bit. */
export interface Clock {
  /** ISO 8601, UTC, milliseconds. */
  timestamp(): string
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number
}

export const systemClock: Clock = {
  timestamp: () => new Date().toISOString(),
  monotonicMs: () => performance.now(),
}
