import type { ModelStateChange } from '../../contract/learning'

/**
 * The models that a use was given to, the oldest first, each of which the next one replaced: the last serves, and rolling
 * back leads to the one before it. Empty: the model that ships serves.
 *
 * @param changes of the models of one use, in order
 */
export function servingHistory(changes: readonly Pick<ModelStateChange, 'modelHash' | 'action'>[]): string[] {
  const served: string[] = []
  for (const { modelHash, action } of changes) {
    if (action === 'promoted') served.push(modelHash)
    if (action === 'rolledBack') served.pop()
  }
  return served
}
