import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { chooseEngine } from '../../models/inference/chooseEngine'
import type { InferenceEngine } from '../../models/inference/inferenceEngine'
import { loadModelBundle } from '../../models/registry/loadModelBundle'
import type { TrainedBundle } from '../../models/registry/modelBundle'
import { systemClock } from '../../shared/clock'
import { resourcesFolder } from '../../shared/paths'
import { interleave } from './interleave'
import inferencePeer from './peers/inference.py?raw'
import { startPythonPeer } from './pythonPeer'
import { benchReport, benchResult, type BenchReport, type BenchResult } from './report'

const BATCHES = [1, 32] as const

/**
 * The shipped network with Grad-CAM, alone and in batches, on the engine that is used here, against eager PyTorch: on one
 * thread and on all, of which the faster counts.
 */
export async function benchInference(): Promise<BenchReport> {
  const bundle = await loadModelBundle(join(resourcesFolder(), 'models', 'cnn5-simulated'))
  const { engine } = await chooseEngine(bundle, { clock: systemClock })
  const results: BenchResult[] = []
  for (const batch of BATCHES) results.push(await benchBatch(bundle, engine, batch))
  await engine.dispose()
  return benchReport('inference', results)
}

async function benchBatch(
  bundle: TrainedBundle,
  engine: InferenceEngine,
  batch: number,
): Promise<BenchResult> {
  const { reference, network, name } = bundle
  const spectra = Float32Array.from(
    Array.from({ length: batch }, (_, i) => reference[i % reference.length]!.spectrum).flat(),
  )
  const ours = async (repetitions: number) => {
    const started = performance.now()
    for (let i = 0; i < repetitions; i += 1) await engine.run(spectra, batch)
    return (performance.now() - started) / 1000
  }
  const threads = [...new Set([1, availableParallelism()])]
  const peers: Awaited<ReturnType<typeof startPythonPeer>>[] = []
  for (const count of threads) {
    peers.push(await startPythonPeer(inferencePeer, { ...network, batch, threads: count }))
  }
  const there = peers.filter((peer) => 'contender' in peer)
  const [own, ...others] = await interleave([ours, ...there.map(({ contender }) => contender)])
  for (const peer of there) peer.close()
  const fastest = others.toSorted((a, b) => a.best - b.best)[0]
  const peer = there[others.indexOf(fastest!)] ?? peers[0]!
  return benchResult(`${name} with Grad-CAM on ${engine.name}, batch ${batch}`, [own, fastest], peer)
}
