import { openGraph, type OpenGraph } from './runGraph'

/** What stages that are not trained make of spectra. Give it back with `dispose`. */
export interface StageFeatures {
  /** Of chosen spectra, one after the other. */
  of(rows: readonly number[]): Promise<Float32Array>
  dispose(): Promise<void>
}

/** Memory for what is kept: 3 400 spectra of the ResNet-50. */
const CACHE_BYTES = 2 ** 30

/**
 * Works out the features of spectra once and keeps them, the first ones, as far as memory is given; those of the rest are
 * worked out each time.
 *
 * @param onnx a graph from a spectrum [1, points] to its features, `map`
 * @param size numbers of the features of a spectrum
 */
export async function openStageFeatures(
  onnx: Uint8Array,
  spectra: Float32Array,
  points: number,
  size: number,
  { cacheBytes = CACHE_BYTES, signal }: { cacheBytes?: number; signal?: AbortSignal | undefined } = {},
): Promise<StageFeatures> {
  const graph: OpenGraph = await openGraph(onnx)
  const kept = Math.min(spectra.length / points, Math.floor(cacheBytes / (4 * size)))
  const cache = new Float32Array(kept * size)
  const compute = async (values: Float32Array) => (await graph.run(values, [1, points])).get('map')!
  const spectrumOf = (row: number) => spectra.subarray(row * points, (row + 1) * points)
  for (let row = 0; row < kept; row += CHUNK) {
    signal?.throwIfAborted()
    const end = Math.min(row + CHUNK, kept)
    cache.set(await compute(spectra.subarray(row * points, end * points)), row * size)
  }
  return {
    async of(rows) {
      const features = new Float32Array(rows.length * size)
      for (const [place, row] of rows.entries()) {
        const own = row < kept ? cache.subarray(row * size, (row + 1) * size) : await compute(spectrumOf(row))
        features.set(own, place * size)
      }
      return features
    },
    dispose: () => graph.dispose(),
  }
}

/** Spectra between two looks at the signal. */
const CHUNK = 64
