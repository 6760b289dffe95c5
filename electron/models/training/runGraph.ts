import { StokesError } from '../../contract/errors'
import type { Examples } from './trainer'

/** Spectra in one run. */
const BATCH = 64

/**
 * What a model's graph says, on the CPU: of two classes the probability of the second, of more one a class. What is
 * evaluated is thus what will be served.
 * @throws StokesError `engine.failed`; the reason of the signal
 */
export async function runGraph(
  onnx: Uint8Array,
  { spectra, points, rows }: Examples,
  signal?: AbortSignal,
): Promise<Float64Array> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(onnx, { executionProviders: ['cpu'], logSeverityLevel: 3 })
  const parts: Float32Array[] = []
  try {
    for (let start = 0; start < rows.length; start += BATCH) {
      signal?.throwIfAborted()
      const count = Math.min(BATCH, rows.length - start)
      const batch = spectra.slice(start * points, (start + count) * points)
      const outputs = await session.run({ spectrum: new Tensor('float32', batch, [count, 1, points]) })
      parts.push(outputs.probability!.data as Float32Array)
    }
  } catch (cause) {
    signal?.throwIfAborted()
    throw new StokesError('engine.failed', `The trained model failed on ${rows.length} spectra.`, { cause })
  } finally {
    await session.release()
  }
  return Float64Array.from(parts.flatMap((part) => [...part]))
}
