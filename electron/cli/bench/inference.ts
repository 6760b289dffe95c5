import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { chooseEngine } from '../../models/inference/chooseEngine'
import { loadModelBundle } from '../../models/registry/loadModelBundle'
import { systemClock } from '../../shared/clock'
import { resourcesFolder } from '../../shared/paths'
import { interleave } from './interleave'
import inferencePeer from './peers/inference.py?raw'
import { startPythonPeer } from './pythonPeer'
import { benchReport, benchResult, type BenchReport } from './report'

/** The shipped network with Grad-CAM on one spectrum, on the engine that is used here, against eager PyTorch. */
export async function benchInference(): Promise<BenchReport> {
  const bundle = await loadModelBundle(join(resourcesFolder(), 'models', 'cnn5-simulated'))
  const { engine } = await chooseEngine(bundle, { clock: systemClock })
  const spectrum = Float32Array.from(bundle.reference[0]!.spectrum)
  const ours = async (repetitions: number) => {
    const started = performance.now()
    for (let i = 0; i < repetitions; i += 1) await engine.run(spectrum, 1)
    return (performance.now() - started) / 1000
  }
  const peer = await startPythonPeer(inferencePeer, { ...bundle.network, threads: availableParallelism() })
  const times = await interleave([ours, ...('contender' in peer ? [peer.contender] : [])])
  if ('close' in peer) peer.close()
  await engine.dispose()
  return benchReport('inference', [
    benchResult(`${bundle.manifest.name} with Grad-CAM on ${engine.name}, batch 1`, times, peer),
  ])
}
