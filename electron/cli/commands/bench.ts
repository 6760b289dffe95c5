import { StokesError } from '../../contract/errors'
import { benchAsls, benchBatch, benchChain } from '../bench/chain'
import { benchInference } from '../bench/inference'
import { benchTrain } from '../bench/train'
import type { BenchReport } from '../bench/report'
import { answer, tell } from '../output'

const benchmarks: Record<string, () => Promise<BenchReport>> = {
  chain: benchChain,
  asls: benchAsls,
  batch: benchBatch,
  inference: benchInference,
  train: benchTrain,
}

export async function bench(name: string | undefined, options: { json?: boolean }): Promise<void> {
  const names = name === undefined ? Object.keys(benchmarks) : [name]
  const reports: BenchReport[] = []
  for (const each of names) {
    const run = benchmarks[each]
    if (!run) {
      throw new StokesError('usage.invalid', `There is no benchmark "${each}".`, {
        tip: `Give one of ${Object.keys(benchmarks).join(', ')}, or none for all.`,
      })
    }
    tell(`${each}: seven interleaved rounds`)
    reports.push(await run())
  }
  answer({ benchmarks: reports }, options, () => reports.map(table).join('\n'))
}

function table({ name, machine, versions, results }: BenchReport): string {
  const lines = results.map(({ case: title, ours, peer, peerTimes, peerAbsent, ratio, unit }) => {
    const own = `${title}: ${ours.best.toFixed(1)} ${unit} (median ${ours.median.toFixed(1)})`
    if (!peerTimes || ratio === null) return `  ${own}; no peer: ${peerAbsent ?? ''}`
    return `  ${own}; ${peer ?? ''} ${peerTimes.best.toFixed(1)} ${unit}: ${ratio.toFixed(1)} times as fast`
  })
  const runtime = Object.entries(versions).map(([part, version]) => `${part} ${version}`)
  return [`${name} on ${machine}, ${runtime.join(', ')}`, ...lines].join('\n')
}
