import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import { openModelBundle } from '../../../models/registry/openModelBundle'

/** What a model says of one spectrum that its recipe prepared, with map and bands. */
export async function judgeOne(folder: string, processed: Float64Array): Promise<Judgement> {
  const bundle = await openModelBundle(folder)
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    const [judgement] = await createJudge(bundle, engine)([processed])
    return judgement!
  } finally {
    await engine.dispose()
  }
}
