/** A recipe made ready for one axis: filters, grids and buffers serve one batch after another. */
export interface PreparedRecipe {
  /** The axis of the results, cm-1. */
  axis: Float64Array
  /** What its steps run in. The results are the same to the last bit. */
  implementation: 'native' | 'typescript'
  /**
   * @param results arrays of the length of the axis to write to; new ones if left out
   * @throws StokesError as the steps
   */
  run: (spectra: readonly Float64Array[], results?: readonly Float64Array[]) => readonly Float64Array[]
  /**
   * {@link run} without holding up this thread; on all cores where the steps run in the addon.
   * @throws StokesError as the steps; the reason of the signal
   */
  runBatch: (spectra: readonly Float64Array[], options?: BatchOptions) => Promise<readonly Float64Array[]>
}

export interface BatchOptions {
  /** Ends the work soon. */
  signal?: AbortSignal | undefined
  /** Told now and then how many spectra are done. */
  onProgress?: ((done: number) => void) | undefined
}
