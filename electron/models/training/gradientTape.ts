import type { OnnxGraph, Value } from '../onnx/onnxGraph'

/** Given the gradient of an output, the gradients of the inputs, in their order; only asked for what is wanted. */
type Pullback = (gradient: Value) => (() => Value)[]

export interface TapeOptions {
  /** Whether a maximum can say where it was found: on a CPU it can, on WebGPU not. @default true */
  knowsPlaces?: boolean
}

/**
 * Reverse-mode differentiation over an ONNX graph: what is recorded on the way forward is walked back, each operator
 * adding the nodes of its own derivative. The result is a plain graph, so training runs wherever inference does.
 */
export class GradientTape {
  readonly graph: OnnxGraph
  readonly #wanted = new Set<Value>()
  readonly #records: { output: Value; inputs: readonly Value[]; pullback: Pullback }[] = []

  readonly knowsPlaces: boolean

  constructor(graph: OnnxGraph, { knowsPlaces = true }: TapeOptions = {}) {
    this.graph = graph
    this.knowsPlaces = knowsPlaces
  }

  /** Asks for the gradient of a value, and so of everything that is computed from it. */
  watch(value: Value): Value {
    this.#wanted.add(value)
    return value
  }

  /** Notes how the gradient of `output` becomes those of `inputs`; gives back `output`. */
  record(output: Value, inputs: readonly Value[], pullback: Pullback): Value {
    if (!inputs.some((input) => this.#wanted.has(input))) return output
    this.#records.push({ output, inputs, pullback })
    return this.watch(output)
  }

  /** The gradients of all watched values, given that of the value everything was computed for. */
  gradients(of: Value, seed: Value): ReadonlyMap<Value, Value> {
    const gradients = new Map([[of, seed]])
    for (const { output, inputs, pullback } of this.#records.toReversed()) {
      const gradient = gradients.get(output)
      if (gradient === undefined) continue
      pullback(gradient).forEach((derivative, index) => {
        const input = inputs[index]!
        if (!this.#wanted.has(input)) return
        const others = gradients.get(input)
        const own = derivative()
        gradients.set(input, others === undefined ? own : this.graph.node('Add', [others, own]))
      })
    }
    return gradients
  }
}
