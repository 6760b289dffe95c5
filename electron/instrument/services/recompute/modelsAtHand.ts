import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { StokesError } from '../../../contract/errors'
import { resourcesFolder } from '../../../shared/paths'
import { softwareVersion } from '../../../shared/softwareVersion'
import type { CaseLog } from '../../../storage/openCaseLog'
import { Analysis } from '../analysis'
import { LearningFolder } from '../learning/learningFolder'
import { modelFolder, openServingModel, type ServingModelOptions } from '../servingModel'

/**
 * Opens the models that stored answers name by their hash: those that ship, and those that were trained from this case log. Each is
 * opened once.
 */
export function modelsAtHand(
  log: Pick<CaseLog, 'path' | 'learning'>,
  options: Omit<ServingModelOptions, 'model' | 'hash'> = {},
): (hash: string) => Promise<Analysis> {
  const opened = new Map<string, Promise<Analysis>>()
  return (hash) => {
    const known = opened.get(hash)
    if (known) return known
    const analysis = open(hash)
    opened.set(hash, analysis)
    return analysis
  }

  async function open(hash: string): Promise<Analysis> {
    const runId = log.learning.models.list().find((model) => model.hash === hash)?.runId
    const folders = runId ? [new LearningFolder(log.path).bundle(runId)] : shippedFolders()
    for (const model of folders) {
      const serving = await openServingModel({ ...options, model, hash }).catch((error: unknown) => {
        if (error instanceof StokesError && folders.length > 1) return null
        throw error
      })
      if (serving) return new Analysis(serving, softwareVersion())
    }
    throw new StokesError('model.notFound', `The model ${hash.slice(0, 12)} is not on this computer.`, {
      tip: 'Name its folder with --model.',
    })
  }
}

function shippedFolders(): string[] {
  const folder = join(resourcesFolder(), 'models')
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'manifest.json')))
    .map(modelFolder)
}
