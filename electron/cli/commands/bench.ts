import { StokesError } from '../../contract/errors'
import { benchAsls, benchBatch, benchChain } from '../bench/chain'
import { benchCalibration } from '../bench/calibration'
import { benchCaseLog } from '../bench/caseLog/caseLog'
import { benchInference } from '../bench/inference'
import { benchTrain } from '../bench/train'
import { benchLatency } from '../bench/latency'
import { benchMemory } from '../bench/memory'
import type { BenchReport } from '../bench/report'
import { benchStartup } from '../bench/startup'
import { benchThroughput } from '../bench/throughput'
import { answer, tell } from '../output'

export interface BenchOptions {
  json?: boolean
  /** How long throughput and memory record. */
  minutes?: number
  /** How many the case log of the bench has. */
  spectra?: number
}

const benchmarks: Record<string, (options: BenchOptions) => Promise<BenchReport>> = {
  chain: benchChain,
  asls: benchAsls,
  batch: benchBatch,
  inference: benchInference,
  train: benchTrain,
  calibration: benchCalibration,
  caselog: benchCaseLog,
  latency: benchLatency,
  throughput: benchThroughput,
  startup: benchStartup,
  memory: benchMemory,
}

export async function bench(name: string | undefined, options: BenchOptions): Promise<void> {
  const names = name === undefined ? Object.keys(benchmarks) : [name]
  const reports: BenchReport[] = []
  for (const each of names) {
    const run = benchmarks[each]
    if (!run) {
      throw new StokesError('usage.invalid', `There is no benchmark "${each}".`, {
        tip: `Give one of ${Object.keys(benchmarks).join(', ')}, or none for all.`,
      })
    }
    tell(`${each} …`)
    reports.push(await run(options))
  }
  answer(name === undefined ? { benchmarks: reports } : reports[0], options, () =>
    reports.map(table).join('\n'),
  )
}

function table({ name, machine, versions, results }: BenchReport): string {
  const lines = results.map(({ case: title, ours, peer, peerTimes, peerAbsent, ratio, unit, figures }) => {
    const own = `${title}: ${ours.best.toFixed(1)} ${unit} (median ${ours.median.toFixed(1)})`
    if (figures)
      return `  ${own}; ${Object.entries(figures)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`
    if (!peerTimes || ratio === null) return `  ${own}; no peer: ${peerAbsent ?? ''}`
    return `  ${own}; ${peer ?? ''} ${peerTimes.best.toFixed(1)} ${unit}: ${ratio.toFixed(1)} times as fast`
  })
  const runtime = Object.entries(versions).map(([part, version]) => `${part} ${version}`)
  return [`${name} on ${machine}, ${runtime.join(', ')}`, ...lines].join('\n')
}
