import type { InferenceEngine, ModelOutputs, RunOptions } from './inferenceEngine'

/** Spectra in one run: more gain no speed, and the maps of the first block grow with it. */
export const INFERENCE_BATCH = 64

export interface InferAllOptions extends RunOptions {
  /** Looked at between two batches. */
  signal?: AbortSignal | undefined
  onProgress?: ((done: number) => void) | undefined
}

/** Runs any number of spectra through an engine, a batch at a time. @throws what the engine throws; the signal's reason */
export async function inferAll(
  engine: InferenceEngine,
  spectra: Float32Array,
  count: number,
  { signal, onProgress, ...options }: InferAllOptions = {},
): Promise<ModelOutputs> {
  const points = spectra.length / count
  const parts: ModelOutputs[] = []
  for (let start = 0; start < count; start += INFERENCE_BATCH) {
    signal?.throwIfAborted()
    const size = Math.min(INFERENCE_BATCH, count - start)
    const batch = spectra.subarray(start * points, (start + size) * points)
    parts.push(await engine.run(batch, size, options))
    onProgress?.(start + size)
  }
  return joinOutputs(parts)
}

/** What was said in several runs, as if it were one. */
export function joinOutputs(parts: readonly ModelOutputs[]): ModelOutputs {
  return {
    probability: concatenate(parts.map(({ probability }) => probability)),
    logit: concatenate(parts.map(({ logit }) => logit)),
    classes: concatenate(parts.map(({ classes }) => classes)),
    cam: concatenate(parts.map(({ cam }) => cam)),
  }
}

function concatenate(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    whole.set(part, offset)
    offset += part.length
  }
  return whole
}
