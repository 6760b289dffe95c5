import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { cnn5, cnn7 } from '../../models/architectures/convolutionalNetwork'
import type { Network } from '../../models/architectures/networkWeights'
import { resnet50 } from '../../models/architectures/residualNetwork'
import { initialWeights } from '../../models/training/initialWeights'
import { openOnnxTraining } from '../../models/training/onnxTrainingSession'
import { trainingProgram } from '../../models/training/trainingProgram'
import { startingState } from '../../models/training/trainingSession'
import { interleave, type Contender } from './interleave'
import trainPeer from './peers/train.py?raw'
import { startPythonPeer } from './pythonPeer'
import { benchReport, benchResult, type BenchReport, type BenchResult } from './report'

const BATCH = 32
/** As many as ONNX Runtime is given in training. */
const THREADS = 2

/** One training step of each network, all of its layers, against eager PyTorch. */
export async function benchTrain(): Promise<BenchReport> {
  const results: BenchResult[] = []
  for (const network of [cnn5, cnn7, resnet50]) results.push(await benchStep(network))
  return benchReport('train', results)
}

async function benchStep(network: Network): Promise<BenchResult> {
  const program = trainingProgram(network)
  const weights = initialWeights(network, xoroshiro128plus(1))
  const session = await openOnnxTraining(program, startingState(weights), BATCH)
  const batch = {
    input: Float32Array.from({ length: BATCH * network.inputLength }, (_, i) => Math.sin(i * 12.9898)),
    targets: Float32Array.from({ length: BATCH }, (_, i) => i % 2),
    weights: new Float32Array(BATCH).fill(1),
    mask: new Float32Array(BATCH * program.dropoutUnits).fill(1),
  }
  const ours: Contender = async (repetitions) => {
    const started = performance.now()
    for (let i = 0; i < repetitions; i += 1) await session.run(batch, 1e-4)
    return (performance.now() - started) / 1000
  }
  const peer = await startPythonPeer(trainPeer, { network, batch: BATCH, threads: THREADS })
  const times = await interleave([ours, ...('contender' in peer ? [peer.contender] : [])])
  if ('close' in peer) peer.close()
  await session.dispose()
  return benchResult(`${network.name}, a training step of ${BATCH} spectra`, times, peer)
}
