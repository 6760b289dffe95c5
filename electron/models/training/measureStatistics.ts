import type { NetworkWeights } from '../architectures/networkWeights'
import { sleepingThreads } from '../onnx/sleepingThreads'
import { poolStatistics } from './poolStatistics'
import { stateVectors, statisticsGraph } from './trainingGraph'
import type { TrainingProgram } from './trainingProgram'
import { joinWeights, splitWeights } from './weightVectors'

/**
 * The averages of all normalisations over whole batches of examples, with given weights. A network that was trained on
 * other data is brought to these by nothing more than that (Li et al., 10.48550/arXiv.1603.04779).
 */
export async function measureStatistics(
  program: TrainingProgram,
  weights: NetworkWeights,
  batch: number,
  batches: Iterable<Float32Array>,
  signal?: AbortSignal,
): Promise<NetworkWeights> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(statisticsGraph(program, batch), {
    intraOpNumThreads: 2,
    logSeverityLevel: 3,
    extra: sleepingThreads,
  })
  try {
    const vectors = stateVectors(program).map(
      ({ name, specs, size }) =>
        [`trained.${name}`, new Tensor('float32', joinWeights(weights, specs), [size])] as const,
    )
    const shape = [batch, program.input.channels, program.input.points]
    const found: Map<string, Float32Array>[] = []
    for (const examples of batches) {
      signal?.throwIfAborted()
      const input = new Tensor('float32', examples, shape)
      const { measured } = await session.run({ input, ...Object.fromEntries(vectors) })
      found.push(splitWeights(measured!.data as Float32Array, program.measured))
    }
    return poolStatistics(found, program.measured)
  } finally {
    await session.release()
  }
}
