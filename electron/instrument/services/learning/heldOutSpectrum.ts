import { StokesError } from '../../../contract/errors'
import type { HeldOutSpectrum } from '../../../contract/learning'
import type { Recipe } from '../../../contract/recipe'
import type { DataSet } from '../../../models/datasets/dataSet'
import { openEngine } from '../../../models/inference/openEngine'
import { createJudge, type Judgement } from '../../../models/judge'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { prepareExamples } from '../../../models/training/prepareExamples'

/**
 * A row of a data set for whoever asks why it was judged wrongly.
 * @param bundle folder of the model that judged it; null for a system that reads no spectra
 * @throws StokesError `dataset.invalid` for a row that the data set does not have; `model.*`
 */
export async function heldOutSpectrum(
  dataSet: DataSet,
  rowId: string,
  recipe: Recipe,
  bundle: string | null,
): Promise<HeldOutSpectrum> {
  const row = dataSet.rows.findIndex(({ id }) => id === rowId)
  if (row < 0)
    throw new StokesError('dataset.invalid', `The data set ${dataSet.name} has no spectrum ${rowId}.`, {
      tip: 'Freeze it again.',
    })
  const { axis, spectra, rows, classes } = dataSet
  const { lesionClass, age, sex, bodySite, skinType, takenAt } = rows[row]!
  const { grid, of } = await prepareExamples(dataSet, [row], recipe)
  const processed = of([row]).spectra
  const judgement =
    bundle !== null && classes.length === 2 ? await judge(bundle, Float64Array.from(processed)) : null
  return {
    lesionClass,
    age,
    sex,
    bodySite,
    skinType,
    takenAt,
    wavenumbers: [...axis],
    intensities: [...spectra.subarray(row * axis.length, (row + 1) * axis.length)],
    grid: [...grid],
    processed: [...processed],
    saliency: judgement && [...judgement.saliency],
    bands: judgement?.bands ?? [],
  }
}

async function judge(folder: string, processed: Float64Array): Promise<Judgement> {
  const bundle = await openModelBundle(folder)
  const engine = await openEngine('onnx-cpu', bundle)
  try {
    return (await createJudge(bundle, engine)([processed]))[0]!
  } finally {
    await engine.dispose()
  }
}
