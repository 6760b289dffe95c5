import type { Reprocessing, ReprocessingState, Said } from '../../../../electron/contract/reprocessing'
import type { Named } from './names'
import type { Tone } from './tones'

export const batchStateNames: Named<ReprocessingState> = {
  running: 'Computing',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
  failed: 'Failed',
  finished: 'Finished',
}

export function batchTone(state: ReprocessingState): Tone {
  if (state === 'running') return 'busy'
  if (state === 'failed' || state === 'interrupted') return 'bad'
  return state === 'finished' ? 'good' : 'plain'
}

/** What an answer says. */
export const saidNames: Named<Said> = {
  benign: 'Benign',
  malignant: 'Malignant',
  quality: 'To be repeated',
  demonstration: 'Demonstration',
}

/** In the order in which they are shown. */
export const everySaid = Object.keys(saidNames) as Said[]

/** By what a batch computes. */
export function computedBy({ model, recipe }: Pick<Reprocessing, 'model' | 'recipe'>): string {
  if (model) return model.name
  return recipe ? `Recipe ${recipe.name}, no model` : 'Each by its own model'
}
