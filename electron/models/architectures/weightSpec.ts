/** One array of weights: its name and shape as TensorFlow.js gives them, and how training treats it. */
export interface WeightSpec {
  name: string
  /** Convolution kernels: [width, channels in, channels out]; dense kernels: [in, out]; else [channels]. */
  shape: readonly number[]
  role: 'kernel' | 'bias' | 'gamma' | 'beta' | 'movingMean' | 'movingVariance'
}
