import type { Origin } from '../../contract/frame'
import type { Recipe } from '../../contract/recipe'
import type { SaliencyMethod } from '../../contract/saliency'
import type { OutlierModel } from '../evaluation/outlierModel'
import type { BroughtModel } from '../inference/broughtModel'
import type { TrainedModel } from '../inference/inferenceEngine'
import type { MapCells } from '../saliency/mapCells'
import type { Figures, Manifest, Reference } from './manifest'

/** What a model tells apart. */
export interface ModelClass {
  name: string
  /** Whether its probability is part of that of malignancy. */
  malignant: boolean
}

/** What goes with every model. */
interface BundleFacts {
  name: string
  /** Identifies the bundle, through the hashes of its files. 64 hexadecimal digits. */
  hash: string
  architecture: string
  recipe: Recipe
  recipeHash: string
  /** The axis that the recipe leaves, cm-1, ascending, evenly spaced. */
  grid: Float64Array
  /** In the order of its outputs. */
  classes: readonly ModelClass[]
  /** Malignant at or above it. */
  threshold: number
  /** Share of malignant lesions where its probabilities were calibrated, and at the site; null where nobody stated them. */
  prevalence: { calibratedAt: number; site: number | null } | null
  /** What is nearer to it, in log-odds, is not answered; null: all is. */
  leastSureness: number | null
  /** Of the spectra that it was trained on. */
  origin: Origin
  /** One sentence for whoever sees an answer of this model. */
  provenance: string
  /** On held-out patients; null where nobody stated them. */
  figures: Figures | null
  /** What is like the spectra of its training; null where nobody stated it. */
  familiar: OutlierModel | null
  /** How its maps come about. */
  saliencyMethod: SaliencyMethod
  /** Of the map that it gives out; null where it has none, and maps are by occlusion. */
  cells: MapCells | null
  /** What it must say of some spectra. */
  reference: Reference
}

/** A network of ours, and all that must go with it. */
export interface TrainedBundle extends BundleFacts, TrainedModel {
  manifest: Manifest
}

/** A model that was made elsewhere, and what its manifest says of it. */
export interface BroughtBundle extends BundleFacts, BroughtModel {
  /** SHA-256 that its record of training must have; null where its manifest says none. */
  trainingHash: string | null
}

/** A model ready to be given to an engine. */
export type ModelBundle = TrainedBundle | BroughtBundle
