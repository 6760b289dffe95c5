import { createHash } from 'node:crypto'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { shuffled } from '../training/shuffled'
import { operatorsOf, withConstants } from './onnxFile'

/** Operators whose second input is what was learnt. */
const WEIGHING = ['Conv', 'Gemm', 'MatMul']

/**
 * The same model with each of its weight tensors redrawn: its own numbers in random order, so that every layer keeps its
 * scale and nothing of what it learnt. Tensors of the same numbers (a kernel, and the copy of it that a map is made with)
 * are redrawn alike. What an exponential is taken of stays, so that the distances of a kernel machine remain distances:
 * its coefficients alone are redrawn. Null where there is nothing to redraw.
 *
 * @throws StokesError `model.notOnnx`, `model.unsupported` for weights in other files
 */
export function redrawWeights(onnx: Uint8Array, seed: number): Uint8Array | null {
  const kept = behindExponentials(onnx)
  const weights = new Set(
    operatorsOf(onnx).flatMap(({ name, inputs: [, weight] }) =>
      WEIGHING.includes(name) && weight !== undefined && !kept.has(weight) ? [weight] : [],
    ),
  )
  const redrawn = new Map<string, Float32Array>()
  withConstants(onnx, (name, values) => {
    if (!weights.has(name) || values.length < 2) return
    const random = xoroshiro128plus(seed + redrawn.size)
    redrawn.set(hashOf(values), Float32Array.from(shuffled(values, random)))
  })
  if (redrawn.size === 0) return null
  return withConstants(onnx, (_name, values) => {
    values.set(redrawn.get(hashOf(values)) ?? values)
  })
}

/** Every tensor that an exponential depends on. */
function behindExponentials(onnx: Uint8Array): Set<string> {
  const operators = operatorsOf(onnx)
  const wanted = operators.flatMap(({ name, inputs }) => (name === 'Exp' ? [...inputs] : []))
  const found = new Set<string>()
  for (let name = wanted.pop(); name !== undefined; name = wanted.pop()) {
    if (found.has(name)) continue
    found.add(name)
    for (const { inputs, outputs } of operators) if (outputs.includes(name)) wanted.push(...inputs)
  }
  return found
}

/** Of its numbers. */
function hashOf(values: Float32Array): string {
  return createHash('sha256').update(values).digest('hex')
}
