import { StokesError } from '../../../contract/errors'
import type { ModelSummary } from '../../../contract/system'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import type { CaseLog } from '../../../storage/openCaseLog'
import { findModel } from '../recompute/findModel'
import { summariseModel } from '../summariseModel'

/** What is known of the model of an answer; null where it is not on this computer. Each is looked for once. */
export function knownModels(
  log: Pick<CaseLog, 'path' | 'learning'>,
): (by: { name: string; hash: string }) => Promise<ModelSummary | null> {
  const known = new Map<string, Promise<ModelSummary | null>>()
  return (by) => {
    const summary = known.get(by.hash) ?? look(by)
    known.set(by.hash, summary)
    return summary
  }

  async function look(by: { name: string; hash: string }): Promise<ModelSummary | null> {
    try {
      const { model } = await findModel(log, by)
      return summariseModel(await openModelBundle(model))
    } catch (error) {
      // A report is not to fail because a model was taken away, or damaged.
      if (error instanceof StokesError && error.code.startsWith('model.')) return null
      throw error
    }
  }
}
