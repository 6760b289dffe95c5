/**
 * A 1-D convolutional network for one spectrum: blocks of
 * convolution ("same") → batch normalisation → ReLU → max pooling by two, then the mean over the axis, one hidden layer
 * with dropout, and the output. Both networks of the paper are of this kind.
 */
export interface ConvolutionalNetwork {
  name: string
  /** Points of the spectrum. */
  inputLength: number
  blocks: readonly { filters: number; kernel: number }[]
  /** Units of the hidden layer. */
  hidden: number
  /** Share of the hidden units that is left out in a training step. */
  dropout: number
  /** Absent for two classes: one sigmoid, of the second. Else the number of classes, through a softmax. */
  outputs?: number
}

/** Keras' default; part of the network's arithmetic, so it must be the same wherever the network runs. */
export const BATCH_NORMALISATION_EPSILON = 1e-3

/** The paper's Table 1: five blocks, 196 289 trainable parameters. */
export const cnn5: ConvolutionalNetwork = {
  name: 'cnn5',
  inputLength: 1200,
  blocks: [
    { filters: 16, kernel: 31 },
    { filters: 32, kernel: 15 },
    { filters: 64, kernel: 7 },
    { filters: 128, kernel: 5 },
    { filters: 256, kernel: 3 },
  ],
  hidden: 128,
  dropout: 0.5,
}

/**
 * The paper's text: seven blocks and "about 3.7 million" parameters. Table 1 lists five; in our reading blocks 6 and 7
 * go on doubling the channels, with kernel 5: 3 576 001 trainable parameters.
 */
export const cnn7: ConvolutionalNetwork = {
  ...cnn5,
  name: 'cnn7',
  blocks: [...cnn5.blocks, { filters: 512, kernel: 5 }, { filters: 1024, kernel: 5 }],
}

/** Points of the last convolution's map, before its pooling: each pooling halves and drops an odd point. */
export function mapLength({ inputLength, blocks }: ConvolutionalNetwork): number {
  return blocks.slice(1).reduce((length) => Math.floor(length / 2), inputLength)
}

/** Points of the spectrum between two neighbours of the map. */
export function mapStride({ blocks }: ConvolutionalNetwork): number {
  return 2 ** (blocks.length - 1)
}
