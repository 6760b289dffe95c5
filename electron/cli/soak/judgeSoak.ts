import { groupBy } from '../../shared/groupBy'
import type { JournalEntry } from '../../simulator/firmware/journal'
import { laserUnattendedMs } from './laserUnattended'

/** A frame as the case log holds it. */
export interface RecordedFrame {
  sequence: number
  /** Of its counts, 16 bits each, little-endian. */
  sha256: string
}

/** One measurement, from before its first command until its laser was read back as off. */
export interface Attempt {
  /** What of the journal was written meanwhile: from the first entry to the one behind the last. */
  from: number
  to: number
  /** Frames that the plan asked for. */
  planned: number
  /** What it failed with; null where it did not. */
  failure: string | null
  /** Frames of which the case log had said that they are on the disk. */
  acknowledged: RecordedFrame[]
  /** Frames that were in the case log in the end. */
  recorded: RecordedFrame[]
}

/** Soaking judged by the instrument's journal. Frames that the driver takes on connecting are not counted. */
export interface SoakFigures {
  framesSent: number
  framesRecorded: number
  /** Acknowledged, or due in a measurement that was said to be complete, and not in the case log. */
  framesLost: number
  /** Recorded, and not one to one a frame that went out as it should, with these counts. */
  acceptedWrongly: number
  /** Went out as it should, in a measurement that no fault touched, and not recorded. */
  rejectedWrongly: number
  laserUnattendedMs: number
  faults: number
  faultsByKind: Record<string, number>
  measurements: number
  succeeded: number
  /** What the first measurements said that failed without a fault. */
  rejections: string[]
}

const REJECTIONS_TOLD = 10

/** An answer that stalls holds up those behind it for so long; then the host looks for its step again. */
const STALLED_US = 5_000_000

export function judgeSoak(journal: readonly JournalEntry[], attempts: readonly Attempt[]): SoakFigures {
  const faults = journal.flatMap((entry) => ('fault' in entry && entry.fault !== null ? [entry.fault] : []))
  const sum = (count: (attempt: Attempt) => number): number =>
    attempts.reduce((total, attempt) => total + count(attempt), 0)
  const sentIn = ({ from, to }: Attempt) => journal.slice(from, to).filter((entry) => entry.event === 'frame')
  const rejected = attempts.filter((attempt) => attempt.failure !== null && !isTouched(journal, attempt))
  return {
    framesSent: sum((attempt) => sentIn(attempt).length),
    framesRecorded: sum(({ recorded }) => recorded.length),
    framesLost: sum(lostIn),
    acceptedWrongly: sum((attempt) => {
      const whole = sentIn(attempt).filter(({ fault }) => fault === null)
      return attempt.recorded.length - pairs(attempt.recorded, whole)
    }),
    rejectedWrongly: rejected.reduce(
      (total, attempt) => total + Math.max(1, sentIn(attempt).length - attempt.recorded.length),
      0,
    ),
    laserUnattendedMs: laserUnattendedMs(journal),
    faults: faults.length,
    faultsByKind: Object.fromEntries(
      [...groupBy(faults, (name) => name)].map(([name, all]) => [name, all.length]),
    ),
    measurements: attempts.length,
    succeeded: attempts.filter(({ failure }) => failure === null).length,
    rejections: rejected.slice(0, REJECTIONS_TOLD).map(({ failure }) => failure!),
  }
}

function lostIn({ acknowledged, recorded, planned, failure }: Attempt): number {
  const missing = acknowledged.length - pairs(acknowledged, recorded)
  return Math.max(missing, failure === null ? planned - recorded.length : 0)
}

/** How many of these frames have one of their own among those. */
function pairs(these: readonly RecordedFrame[], those: readonly RecordedFrame[]): number {
  const left = new Map<string, number>()
  for (const frame of those) left.set(keyOf(frame), (left.get(keyOf(frame)) ?? 0) + 1)
  return these.filter((frame) => {
    const count = left.get(keyOf(frame)) ?? 0
    left.set(keyOf(frame), count - 1)
    return count > 0
  }).length
}

function keyOf({ sequence, sha256 }: RecordedFrame): string {
  return `${sequence} ${sha256}`
}

/** Whether an answer was harmed meanwhile, or one before it was still held up. */
function isTouched(journal: readonly JournalEntry[], { from, to }: Attempt): boolean {
  const own = journal.slice(from, to)
  if (own.some((entry) => 'fault' in entry && entry.fault !== null)) return true
  const first = own.find((entry) => 'atUs' in entry)
  if (!first) return false
  return journal
    .slice(0, from)
    .some(
      (entry) => entry.event === 'fault' && entry.fault === 'STALl' && entry.atUs + STALLED_US > first.atUs,
    )
}
