import { availableParallelism } from 'node:os'
import type { Step } from '../../contract/recipe'
import type { NativeAddon } from './nativeAddon'
import { nativeStep } from './nativeStep'
import type { BatchOptions } from './preparedRecipe'

/** How often progress of a batch is told, and a wish to stop is passed on. */
const POLL_MS = 25
/** Spectra of one call of the addon: what is copied for it holds up this thread for some milliseconds. */
const SPECTRA_AT_ONCE = 2048

/** The spectra of a batch with undefined in the place of each that a step of the chain refuses. */
export type Treated = (Float64Array | undefined)[]

/** Steps that run in the addon. */
export interface NativeChain {
  run(spectra: readonly Float64Array[]): Treated
  runBatch(spectra: readonly Float64Array[], options: BatchOptions): Promise<Treated>
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
  const resultPoints = addon.resultPoints(chain)

  async function runSlice(spectra: readonly Float64Array[], { signal, onProgress }: BatchOptions) {
    const { batch, finished } = addon.startBatch(chain!, spectra, availableParallelism())
    const poll = setInterval(() => {
      if (signal?.aborted) addon.cancelBatch(batch)
      else onProgress?.(addon.batchDone(batch))
    }, POLL_MS)
    try {
      return await finished
    } finally {
      clearInterval(poll)
    }
  }

  return {
    run(spectra) {
      const results: Treated = spectra.map(() => new Float64Array(resultPoints))
      for (const index of addon.run(chain, spectra, results as Float64Array[])) results[index] = undefined
      return results
    },

    async runBatch(spectra, options) {
      const treated: Treated = []
      for (let start = 0; start < spectra.length; start += SPECTRA_AT_ONCE) {
        options.signal?.throwIfAborted()
        const slice = spectra.slice(start, start + SPECTRA_AT_ONCE)
        const answer = await runSlice(slice, {
          ...options,
          onProgress: (done) => options.onProgress?.(start + done),
        })
        options.signal?.throwIfAborted()
        const refused = new Set(answer!.refused)
        for (let i = 0; i < slice.length; i++) {
          const at = i * resultPoints
          treated.push(refused.has(i) ? undefined : answer!.results.subarray(at, at + resultPoints))
        }
        options.onProgress?.(start + slice.length)
      }
      return treated
    },
  }
}
