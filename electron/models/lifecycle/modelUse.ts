import type { Origin } from '../../contract/frame'
import type { ModelUse } from '../../contract/learning'

/** Whose spectra a model judges: one that learnt from simulated patients never judges real ones, nor the other way round. */
export function modelUse(origin: Origin): ModelUse {
  return origin === 'simulated' ? 'simulated' : 'instrument'
}
