import type { ModelState, RunState } from '../../../../electron/contract/learning'

/** How a state is coloured; the word beside it says the same. */
export type Tone = 'plain' | 'busy' | 'good' | 'bad'

export function runTone(state: RunState): Tone {
  if (state === 'running') return 'busy'
  if (state === 'failed' || state === 'interrupted') return 'bad'
  return state === 'finished' ? 'good' : 'plain'
}

export function modelTone(state: ModelState): Tone {
  if (state === 'serving') return 'good'
  return state === 'shadow' ? 'busy' : 'plain'
}
