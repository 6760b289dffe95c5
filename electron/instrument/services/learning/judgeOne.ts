import type { SaliencyTrust } from '../../../contract/saliency'
import { meanOf } from '../../../models/evaluation/outlierModel'
import type { InferenceEngine } from '../../../models/inference/inferenceEngine'
import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import { askedFor } from '../../../models/registry/askedFor'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { checkMap } from '../../../models/saliency/checkMap'
import { openKeptModel } from './keptModel'

/**
 * What a model says of one spectrum that its recipe prepared, with the map and bands of a class.
 * @param label index in its classes; null: the one that it says
 */
export async function judgeOne(
  folder: string,
  processed: Float64Array,
  label: number | null,
): Promise<Judgement & { mapped: number }> {
  const bundle = await openModelBundle(folder)
  const mapped = label ?? (await saidClass(bundle, processed))
  return onEngine(askedFor(bundle, mapped), async (asked, engine) => {
    const [judgement] = await createJudge(asked, engine)([processed])
    return { ...judgement!, mapped }
  })
}

/** Whether the map of a class can be believed. What is replaced is replaced by the mean of the training, where that is known. */
export async function checkOne(
  folder: string,
  processed: Float64Array,
  seed: number,
  label: number | null,
): Promise<SaliencyTrust> {
  const { record } = await openKeptModel(folder)
  const mean = record?.outliers ? meanOf(record.outliers) : undefined
  const bundle = await openModelBundle(folder)
  const mapped = label ?? (await saidClass(bundle, processed))
  return onEngine(askedFor(bundle, mapped), (asked, engine) =>
    checkMap({ bundle: asked, engine, spectrum: Float32Array.from(processed), seed, mean }),
  )
}

/** Of two classes by the model's threshold, of more the most probable. */
async function saidClass(bundle: ModelBundle, processed: Float64Array): Promise<number> {
  return onEngine(bundle, async ({ classes, threshold }, engine) => {
    const said = await engine.run(Float32Array.from(processed), 1, { saliency: false })
    if (classes.length > 2) return said.classes.indexOf(Math.max(...said.classes))
    const malignant = said.probability[0]! >= threshold
    return classes.findIndex((each) => each.malignant === malignant)
  })
}

async function onEngine<T>(
  bundle: ModelBundle,
  work: (bundle: ModelBundle, engine: InferenceEngine) => Promise<T>,
): Promise<T> {
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    return await work(bundle, engine)
  } finally {
    await engine.dispose()
  }
}
