import type { SaliencyTrust } from '../../../contract/saliency'
import { meanOf } from '../../../models/evaluation/outlierModel'
import type { InferenceEngine } from '../../../models/inference/inferenceEngine'
import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { checkMap } from '../../../models/saliency/checkMap'
import { openKeptModel } from './keptModel'

/** What a model says of one spectrum that its recipe prepared, with map and bands. */
export async function judgeOne(folder: string, processed: Float64Array): Promise<Judgement> {
  return withModel(folder, async (bundle, engine) => {
    const [judgement] = await createJudge(bundle, engine)([processed])
    return judgement!
  })
}

/** Whether its map can be believed. What is replaced is replaced by the mean of the training, where that is known. */
export async function checkOne(
  folder: string,
  processed: Float64Array,
  seed: number,
): Promise<SaliencyTrust> {
  const { record } = await openKeptModel(folder)
  const mean = record?.outliers ? meanOf(record.outliers) : undefined
  return withModel(folder, (bundle, engine) =>
    checkMap({ bundle, engine, spectrum: Float32Array.from(processed), seed, mean }),
  )
}

async function withModel<T>(
  folder: string,
  work: (bundle: ModelBundle, engine: InferenceEngine) => Promise<T>,
): Promise<T> {
  const bundle = await openModelBundle(folder)
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    return await work(bundle, engine)
  } finally {
    await engine.dispose()
  }
}
