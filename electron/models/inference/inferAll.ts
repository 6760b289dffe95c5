import type { InferenceEngine, ModelOutputs } from './inferenceEngine'

/** Spectra in one run: more gain no speed, and the maps of the first block grow with it. */
const BATCH = 64

/** Runs any number of spectra through an engine, a batch at a time. */
export async function inferAll(
  engine: InferenceEngine,
  spectra: Float32Array,
  count: number,
): Promise<ModelOutputs> {
  const points = spectra.length / count
  const parts: ModelOutputs[] = []
  for (let start = 0; start < count; start += BATCH) {
    const size = Math.min(BATCH, count - start)
    parts.push(await engine.run(spectra.subarray(start * points, (start + size) * points), size))
  }
  return {
    probability: concatenate(parts.map(({ probability }) => probability)),
    logit: concatenate(parts.map(({ logit }) => logit)),
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
