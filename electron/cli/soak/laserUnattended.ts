import type { JournalEntry } from '../../simulator/firmware/journal'

/** The instrument's patience with a host that is silent. */
const PATIENCE_US = 1_000_000

/**
 * How long the laser emitted, in ms, later than 1 000 ms after the last valid heartbeat: by the instrument's own journal, in
 * its own time. Emission that lasts when the journal ends is counted until its last entry.
 */
export function laserUnattendedMs(journal: readonly JournalEntry[]): number {
  let attendedUntilUs = -Infinity
  let onUs: number | null = null
  let unattendedUs = 0
  const countUntil = (atUs: number): void => {
    if (onUs !== null) unattendedUs += Math.max(0, atUs - Math.max(onUs, attendedUntilUs))
  }
  let lastUs = 0
  for (const entry of journal) {
    const atUs = entry.event === 'emission' ? (entry.offUs ?? entry.onUs) : entry.atUs
    lastUs = Math.max(lastUs, atUs)
    if (entry.event === 'heartbeat') {
      countUntil(atUs)
      if (onUs !== null) onUs = atUs
      attendedUntilUs = atUs + PATIENCE_US
    } else if (entry.event === 'emission') {
      if (entry.offUs === null) onUs = entry.onUs
      else {
        countUntil(entry.offUs)
        onUs = null
      }
    }
  }
  countUntil(lastUs)
  return unattendedUs / 1000
}
