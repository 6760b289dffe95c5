import { arch, cpus, platform, totalmem } from 'node:os'
import { softwareVersion } from '../../shared/softwareVersion'
import type { Timing } from './interleave'

export interface BenchResult {
  case: string
  ours: Timing
  /** What it was measured against, in the same run; null where it could not be had. */
  peer: string | null
  peerTimes: Timing | null
  /** Best time of the peer over ours: above 1 we are faster. */
  ratio: number | null
  unit: string
  /** Why there is no peer. */
  peerAbsent?: string
  /** What else was found: percentiles, counts, slopes. */
  figures?: Record<string, number>
}

export interface BenchReport {
  name: string
  machine: string
  versions: Record<string, string>
  results: BenchResult[]
}

export function benchReport(name: string, results: BenchResult[]): BenchReport {
  const [cpu] = cpus()
  const memory = Math.round(totalmem() / 2 ** 30)
  const { electron, node } = process.versions
  return {
    name,
    machine: `${platform()} ${arch()}, ${cpus().length} x ${cpu?.model.trim() ?? 'unknown'}, ${memory} GiB`,
    versions: { stokes: softwareVersion(), electron, node },
    results,
  }
}

/** @param ours seconds, as `peerTimes`; given in `unit` afterwards */
export function benchResult(
  name: string,
  [ours, peerTimes]: readonly (Timing | undefined)[],
  peer: { version: string } | { absent: string },
): BenchResult {
  const microseconds = ({ best, median }: Timing) => ({ best: best * 1e6, median: median * 1e6 })
  return {
    case: name,
    ours: microseconds(ours!),
    peer: 'version' in peer ? peer.version : null,
    peerTimes: peerTimes ? microseconds(peerTimes) : null,
    ratio: peerTimes ? peerTimes.best / ours!.best : null,
    unit: 'us',
    ...('absent' in peer && { peerAbsent: peer.absent }),
  }
}
