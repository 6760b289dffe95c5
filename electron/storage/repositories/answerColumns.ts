import type { Answer } from '../../contract/answer'
import type { Computation } from '../../contract/computation'
import type { SaliencyMethod } from '../../contract/saliency'
import { floatBytes, floatsFrom } from '../numbers'

type Scalars = Pick<
  Answer,
  | 'origin'
  | 'probability'
  | 'label'
  | 'threshold'
  | 'withheld'
  | 'saliencyResolution'
  | 'engine'
  | 'softwareVersion'
>

/** An answer as the columns of the table `result`. */
export type AnswerColumns = Scalars & {
  demonstration: 0 | 1
  /** JSON */
  classes: string | null
  /** JSON */
  quality: string
  gridEntry: number
  processed: Uint8Array | null
  saliency: Uint8Array | null
  saliencyMethod: SaliencyMethod | null
  /** JSON */
  bands: string
  modelName: string
  modelHash: string
  modelSimulated: 0 | 1
  recipeName: string
  recipeHash: string
  /** JSON */
  computation: string | null
}

export function toColumns(answer: Answer, gridEntry: number): AnswerColumns {
  return {
    origin: answer.origin,
    demonstration: answer.demonstration ? 1 : 0,
    quality: JSON.stringify(answer.quality),
    probability: answer.probability,
    label: answer.label,
    classes: answer.classes ? JSON.stringify(answer.classes) : null,
    threshold: answer.threshold,
    withheld: answer.withheld,
    gridEntry,
    processed: answer.processed && floatBytes(answer.processed),
    saliency: answer.saliency && floatBytes(answer.saliency),
    saliencyMethod: answer.saliencyMethod ?? null,
    saliencyResolution: answer.saliencyResolution,
    bands: JSON.stringify(answer.bands),
    modelName: answer.model.name,
    modelHash: answer.model.hash,
    modelSimulated: answer.model.simulated ? 1 : 0,
    recipeName: answer.recipe.name,
    recipeHash: answer.recipe.hash,
    engine: answer.engine,
    softwareVersion: answer.softwareVersion,
    computation: answer.computation ? JSON.stringify(answer.computation) : null,
  }
}

export function toAnswer(columns: AnswerColumns, grid: Float64Array): Answer {
  return {
    origin: columns.origin,
    demonstration: columns.demonstration === 1,
    quality: JSON.parse(columns.quality) as Answer['quality'],
    probability: columns.probability,
    label: columns.label,
    classes:
      columns.classes === null ? null : (JSON.parse(columns.classes) as NonNullable<Answer['classes']>),
    threshold: columns.threshold,
    withheld: columns.withheld,
    grid: Array.from(grid),
    processed: columns.processed && floatsFrom(columns.processed),
    saliency: columns.saliency && floatsFrom(columns.saliency),
    saliencyMethod: columns.saliencyMethod,
    saliencyResolution: columns.saliencyResolution,
    bands: JSON.parse(columns.bands) as Answer['bands'],
    model: { name: columns.modelName, hash: columns.modelHash, simulated: columns.modelSimulated === 1 },
    recipe: { name: columns.recipeName, hash: columns.recipeHash },
    engine: columns.engine,
    softwareVersion: columns.softwareVersion,
    computation: columns.computation === null ? null : (JSON.parse(columns.computation) as Computation),
  }
}
