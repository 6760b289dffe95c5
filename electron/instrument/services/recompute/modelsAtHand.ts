import type { Answer } from '../../../contract/answer'
import { StokesError } from '../../../contract/errors'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import { Analysis } from '../analysis'
import { openServingModel } from '../servingModel'
import { findModel } from './findModel'

/** What an answer was given by. */
export type AnsweredBy = Pick<Answer, 'model' | 'engine'>

export interface ModelsAtHandOptions {
  /** Folder or name of a model that answers in place of each. */
  model?: string | undefined
  /** On this engine alone. @default the engine of each answer, and where that is not to be had the fastest that agrees */
  engine?: string | undefined
}

/**
 * Opens the models that stored answers name by their hash: those that ship, and those that were trained from this case log. Each is
 * opened once on each engine. It throws StokesError `model.notFound`, with the hash that is wanted, and what
 * {@link openServingModel} throws.
 */
export function modelsAtHand(
  log: Pick<CaseLog, 'path' | 'learning'>,
  { model, engine }: ModelsAtHandOptions = {},
): (by: AnsweredBy) => Promise<Analysis> {
  const opened = new Map<string, Promise<Analysis>>()
  return (by) => {
    const key = `${model ?? by.model.hash} ${engine ?? by.engine}`
    const analysis = opened.get(key) ?? open(by)
    opened.set(key, analysis)
    return analysis
  }

  async function open(by: AnsweredBy): Promise<Analysis> {
    const asked = model === undefined ? await findModel(log, by.model) : { model }
    const serving = await openServingModel({ ...asked, engine: engine ?? by.engine }).catch(
      (error: unknown) => {
        // One that this computer lacks, or this version does not know by its name.
        if (engine !== undefined || !isOf(error, 'engine.unavailable', 'usage.invalid')) throw error
        return openServingModel(asked)
      },
    )
    return new Analysis(serving, softwareVersion())
  }
}

function isOf(error: unknown, ...codes: StokesError['code'][]): boolean {
  return error instanceof StokesError && codes.includes(error.code)
}
