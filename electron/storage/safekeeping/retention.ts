/** How many days, weeks and months have a backup of theirs kept. */
export interface RetentionRule {
  daily: number
  weekly: number
  monthly: number
}

export const DEFAULT_RETENTION: RetentionRule = { daily: 7, weekly: 4, monthly: 12 }

const DAY_MS = 86_400_000

/**
 * Which of the backups are no longer kept. The newest of each of the last days, weeks (from Monday) and months that have one is
 * kept, and the newest of all; days are those of UTC. Gaps do not count: after a month of holidays nothing goes.
 *
 * @param taken times, ISO 8601, UTC, in any order
 */
export function expired(taken: readonly string[], rule: RetentionRule): string[] {
  const newestFirst = [...taken].sort().reverse()
  const kept = new Set(newestFirst.slice(0, 1))
  const keepNewestOf = (count: number, period: (time: string) => string | number): void => {
    const seen = new Set<string | number>()
    for (const time of newestFirst) {
      if (seen.has(period(time))) continue
      if (seen.size === count) return
      seen.add(period(time))
      kept.add(time)
    }
  }
  keepNewestOf(rule.daily, (time) => time.slice(0, 10))
  keepNewestOf(rule.weekly, weekOf)
  keepNewestOf(rule.monthly, (time) => time.slice(0, 7))
  return newestFirst.filter((time) => !kept.has(time))
}

/** Weeks since the Monday before 1970. */
function weekOf(time: string): number {
  return Math.floor((Date.parse(time) / DAY_MS + 3) / 7)
}
