import { availableParallelism } from 'node:os'
import type { Step } from '../../contract/recipe'
import type { NativeAddon } from './nativeAddon'
import { nativeStep } from './nativeStep'
import type { BatchOptions } from './preparedRecipe'

/** How often progress of a batch is told. */
const PROGRESS_MS = 25
/** Spectra of one call of the addon: what is copied for it holds up this thread for some milliseconds. */
const SPECTRA_AT_ONCE = 2048

/** Steps that run in the addon. Both fill `results` and give the indexes of the spectra that a step refuses. */
export interface NativeChain {
  run(spectra: readonly Float64Array[], results: readonly Float64Array[]): number[]
  /** @throws the reason of the signal */
  runBatch(
    spectra: readonly Float64Array[],
    results: readonly Float64Array[],
    options: BatchOptions,
  ): Promise<number[]>
}

/**
 * Makes a chain of the addon.
 * @param axes what each step starts from, cm-1
 * @param instructions one of the addon's sets
 * @returns undefined where a step is not for the addon
 */
export function createNativeChain(
  addon: NativeAddon,
  steps: readonly Step[],
  axes: readonly Float64Array[],
  instructions = addon.instructions.at(-1)!,
): NativeChain | undefined {
  const native = steps.map((step, i) => nativeStep(step, axes[i]!)).filter((step) => step !== undefined)
  const points = axes[0]!.length
  const chain = native.length === steps.length ? addon.createChain(points, native, instructions) : null
  if (!chain) return undefined

  async function runSlice(
    spectra: readonly Float64Array[],
    results: readonly Float64Array[],
    { signal, onProgress }: BatchOptions,
  ) {
    const { batch, finished } = addon.startBatch(chain!, spectra, results, availableParallelism())
    const cancel = () => {
      addon.cancelBatch(batch)
    }
    signal?.addEventListener('abort', cancel)
    const poll = setInterval(() => onProgress?.(addon.batchDone(batch)), PROGRESS_MS)
    try {
      const refused = await finished
      signal?.throwIfAborted()
      return refused!
    } finally {
      clearInterval(poll)
      signal?.removeEventListener('abort', cancel)
    }
  }

  return {
    run: (spectra, results) => addon.run(chain, spectra, results),

    async runBatch(spectra, results, { signal, onProgress }) {
      const refused: number[] = []
      for (let start = 0; start < spectra.length; start += SPECTRA_AT_ONCE) {
        signal?.throwIfAborted()
        const end = Math.min(spectra.length, start + SPECTRA_AT_ONCE)
        const inSlice = await runSlice(spectra.slice(start, end), results.slice(start, end), {
          signal,
          onProgress: (done) => onProgress?.(start + done),
        })
        refused.push(...inSlice.map((i) => start + i))
        onProgress?.(end)
      }
      return refused
    },
  }
}
