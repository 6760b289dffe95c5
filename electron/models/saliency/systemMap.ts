import type { SaliencyMethod } from '../../contract/saliency'
import type { MapCells } from './mapCells'

/** A map that a model gives out by itself. */
export interface SystemMap {
  method: Exclude<SaliencyMethod, 'occlusion'>
  cells: MapCells
}
