/** How a model says what it thinks: one number a spectrum, or one a class. */
export const outputKinds = ['probability', 'logit', 'probabilities', 'logits'] as const

/**
 * What is positive in a map that a model gives out: what speaks for malignant, or for the class that it finds most probable;
 * or there is a map a class, of its score before the softmax.
 */
export const mapMeanings = ['malignant', 'mostProbable', 'eachClass'] as const

/** An ONNX model that was made elsewhere, with what its manifest says of it. */
export interface BroughtModel {
  name: string
  onnx: Uint8Array
  /** Points of a spectrum. */
  inputLength: number
  input: {
    name: string
    /** Extents of one spectrum, without the batch: their product is `inputLength`. */
    shape: readonly number[]
  }
  /** Spectra that every run is given; null where the model takes any number. */
  batch: 1 | null
  output: {
    name: string
    kind: (typeof outputKinds)[number]
    /** How many numbers a spectrum has. */
    size: number
    /** Of several classes, those that the model is asked for, taken together: the malignant ones, unless it is asked for others. */
    asked: readonly number[]
  }
  /** The last feature map, for Grad-CAM; null where the manifest names none. */
  featureMap: FeatureMap | null
  /** The saliency map that the model gives out itself, of `length` cells (a class); null where the manifest names none. */
  map: { output: string; length: number; speaksFor: (typeof mapMeanings)[number] } | null
}

export interface FeatureMap {
  tensor: string
  /** What follows the batch: every extent of the map as the model has it. */
  shape: readonly number[]
  channels: number
  length: number
  /** Whether all points of one channel lie together. */
  channelsFirst: boolean
}
