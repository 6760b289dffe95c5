import type { DataSet } from '../../../models/datasets/dataSet'
import type { Judged } from '../../../models/evaluation/compareModels'
import { inferAll } from '../../../models/inference/inferAll'
import { openEngine } from '../../../models/inference/openEngine'
import type { ModelBundle } from '../../../models/registry/modelBundle'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { predictionsOf } from '../../../models/training/predictionsOf'
import { prepareExamples } from '../../../models/training/prepareExamples'

/** What a model says of rows of a data set of two classes, each prepared by the model's own recipe. */
export async function judgeWithBundle(
  folder: string,
  dataSet: DataSet,
  rows: readonly number[],
): Promise<Judged & { bundle: ModelBundle }> {
  const bundle = await openModelBundle(folder)
  const examples = (await prepareExamples(dataSet, rows, bundle.recipe)).of(rows)
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    const { probability } = await inferAll(engine, examples.spectra, rows.length, { saliency: false })
    return {
      bundle,
      threshold: bundle.threshold,
      predictions: predictionsOf(examples, dataSet.classes, probability),
    }
  } finally {
    await engine.dispose()
  }
}
