import type { Answer } from '../../../contract/answer'
import type { MapRequest } from '../../../contract/learning'
import type { SaliencyMethod, SaliencyTrust } from '../../../contract/saliency'
import { meanOf } from '../../../models/evaluation/outlierModel'
import type { InferenceEngine } from '../../../models/inference/inferenceEngine'
import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import { askedFor } from '../../../models/registry/askedFor'
import { mappedBy, methodsOf } from '../../../models/registry/mappedBy'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import type { ArtefactRegion } from '../../../models/saliency/artefactShares'
import { checkMap, type CheckMapTask } from '../../../models/saliency/checkMap'
import { otherModel } from './otherModel'

const SEED = 1

/** Which map of a spectrum is wanted. */
export type WantedMap = Pick<MapRequest, 'label' | 'method'>

/** What a model says of one spectrum that its recipe prepared, with the map and bands of a class. */
export async function judgeOne(
  folder: string,
  processed: Float64Array,
  wanted: WantedMap,
): Promise<Judgement & { mapped: number; methods: SaliencyMethod[] }> {
  const bundle = await openModelBundle(folder)
  const { asked, mapped, methods } = await askedAs(bundle, processed, wanted)
  return onEngine(asked, async (_, engine) => {
    const [judgement] = await createJudge(asked, engine)([processed])
    return { ...judgement!, mapped, methods }
  })
}

/** Whether the map of a class can be believed. What is replaced is replaced by the mean of the training, where that is known. */
export async function checkOne(
  folder: string,
  processed: Float64Array,
  seed: number,
  wanted: WantedMap,
): Promise<SaliencyTrust> {
  const { asked } = await askedAs(await openModelBundle(folder), processed, wanted)
  return checkWith(asked, processed, { seed })
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

async function askedAs(
  bundle: ModelBundle,
  processed: Float64Array,
  { label, method }: WantedMap,
): Promise<{ asked: ModelBundle; mapped: number; methods: SaliencyMethod[] }> {
  const mapped = label ?? (await saidClass(bundle, processed))
  const asked = askedFor(bundle, mapped)
  return { asked: method === null ? asked : mappedBy(asked, method), mapped, methods: methodsOf(asked) }
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
