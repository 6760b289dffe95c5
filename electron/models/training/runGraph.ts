import type { InferenceSession } from 'onnxruntime-node'
import { sleepingThreads } from '../onnx/sleepingThreads'

/** An ONNX graph of one input on the CPU, for any number of examples. Give it back with `dispose`. */
export interface OpenGraph {
  /** @param shape of one example @returns the outputs by name, one example after the other */
  run(examples: Float32Array, shape: readonly number[]): Promise<Map<string, Float32Array>>
  dispose(): Promise<void>
}

/** Examples in one run: more gain no speed, and the maps of the first layers grow with it. */
const BATCH = 64

export async function openGraph(onnx: Uint8Array): Promise<OpenGraph> {
  const ort = await import('onnxruntime-node')
  const session: InferenceSession = await ort.InferenceSession.create(onnx, {
    logSeverityLevel: 3,
    extra: sleepingThreads,
  })
  const input = session.inputNames[0]!
  return {
    async run(examples, shape) {
      const size = shape.reduce((product, extent) => product * extent, 1)
      const count = examples.length / size
      const outputs = new Map<string, Float32Array>()
      for (let start = 0; start < count; start += BATCH) {
        const end = Math.min(start + BATCH, count)
        const part = examples.subarray(start * size, end * size)
        const found = await session.run({ [input]: new ort.Tensor('float32', part, [end - start, ...shape]) })
        for (const name of session.outputNames) {
          const values = found[name]!.data as Float32Array
          const perExample = values.length / (end - start)
          const whole = outputs.get(name) ?? new Float32Array(perExample * count)
          whole.set(values, start * perExample)
          outputs.set(name, whole)
        }
      }
      return outputs
    },
    dispose: () => session.release(),
  }
}

/** One output of a graph that is used once. */
export async function runGraph(
  onnx: Uint8Array,
  examples: Float32Array,
  shape: readonly number[],
  output: string,
): Promise<Float32Array> {
  const graph = await openGraph(onnx)
  try {
    return (await graph.run(examples, shape)).get(output)!
  } finally {
    await graph.dispose()
  }
}
