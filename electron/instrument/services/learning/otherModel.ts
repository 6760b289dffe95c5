import type { Answer } from '../../../contract/answer'
import { StokesError } from '../../../contract/errors'

/** The model that gave an answer was replaced by another. */
export function otherModel({ name, hash }: Answer['model'], cause?: unknown): StokesError {
  return new StokesError(
    'model.notFound',
    `${name} (${hash.slice(0, 12)}), which gave the answer, is not on this computer any more.`,
    { tip: 'Answer the measurement again with the model of today, and check that map.', cause },
  )
}
