/** What ends more often than this within a minute is left alone: starting it again does not help. */
const MOST_A_MINUTE = 5

/** Counts how often something was started again. */
export class Restarts {
  private times: number[] = []

  /** Counts one more; whether it may still help. */
  mayHelp(now = Date.now()): boolean {
    this.times = [...this.times.filter((at) => now - at < 60_000), now]
    return this.times.length <= MOST_A_MINUTE
  }
}
