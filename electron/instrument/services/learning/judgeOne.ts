import type { Answer } from '../../../contract/answer'
import type { SaliencyTrust } from '../../../contract/saliency'
import { meanOf } from '../../../models/evaluation/outlierModel'
import type { InferenceEngine } from '../../../models/inference/inferenceEngine'
import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import { askedFor } from '../../../models/registry/askedFor'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import type { ArtefactRegion } from '../../../models/saliency/artefactShares'
import { checkMap, type CheckMapTask } from '../../../models/saliency/checkMap'
import { otherModel } from './otherModel'

const SEED = 1

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
  const bundle = await openModelBundle(folder)
  const mapped = label ?? (await saidClass(bundle, processed))
  return checkWith(askedFor(bundle, mapped), processed, { seed })
}

/**
 * The same for the map of an answer, by the model that gave it.
 * @throws StokesError `model.notFound` where the folder holds another
 */
export async function checkAnswered(
  folder: string,
  { model, processed }: Pick<Answer, 'model' | 'processed'>,
  artefacts: readonly ArtefactRegion[],
): Promise<SaliencyTrust> {
  const bundle = await openModelBundle(folder)
  if (bundle.hash !== model.hash) throw otherModel(model)
  return checkWith(bundle, Float64Array.from(processed!), { seed: SEED, artefacts })
}

function checkWith(
  bundle: ModelBundle,
  processed: Float64Array,
  options: Pick<CheckMapTask, 'seed' | 'artefacts'>,
): Promise<SaliencyTrust> {
  const mean = bundle.familiar ? meanOf(bundle.familiar) : undefined
  const spectrum = Float32Array.from(processed)
  return onEngine(bundle, (_, engine) => checkMap({ bundle, engine, spectrum, mean, ...options }))
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
