import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { StokesError } from '../../../contract/errors'
import { openModelBundle } from '../../../models/registry/openModelBundle'
import { resourcesFolder } from '../../../shared/paths'
import type { CaseLog } from '../../../storage/openCaseLog'
import { LearningFolder } from '../learning/learningFolder'

/**
 * The folder of the model of this hash: one that ships, or one that was trained from this case log.
 * @param name for who is told that it is not there
 * @throws StokesError `model.notFound`, and what opening it throws
 */
export async function findModel(
  log: Pick<CaseLog, 'path' | 'learning'>,
  { name, hash }: { name: string; hash: string },
): Promise<{ model: string; hash: string }> {
  const runId = log.learning.models.list().find((each) => each.hash === hash)?.runId
  const folders = runId ? [new LearningFolder(log.path).bundle(runId)] : shippedFolders()
  for (const model of folders) {
    const bundle = await openModelBundle(model).catch((error: unknown) => {
      if (error instanceof StokesError && error.code === 'model.notFound') return null
      throw error
    })
    if (bundle?.hash === hash) return { model, hash }
  }
  throw new StokesError(
    'model.notFound',
    `The model ${name} with the hash ${hash} is not on this computer.`,
    {
      tip: 'Name its folder with --model.',
    },
  )
}

function shippedFolders(): string[] {
  const folder = join(resourcesFolder(), 'models')
  return readdirSync(folder)
    .map((name) => join(folder, name))
    .filter((model) => existsSync(join(model, 'manifest.json')))
}
