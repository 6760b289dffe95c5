import type { EngineModel } from '../inference/inferenceEngine'
import type { Manifest, Reference } from './manifest'

/** A model ready to be given to an engine, and all that must go with it. */
export interface ModelBundle extends EngineModel {
  manifest: Manifest
  /** Identifies the bundle: SHA-256 over its manifest, which holds those of its files. 64 hexadecimal digits. */
  hash: string
  /** cm-1, ascending. */
  grid: Float64Array
  reference: Reference
}
