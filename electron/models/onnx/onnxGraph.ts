import { bytesField, concatenate, floatField, integerField, messageField, stringField } from './protobuf'

/** Field numbers and enumerations below are those of onnx.proto, https://github.com/onnx/onnx. */
const IR_VERSION = 8
const OPSET = 17
const elementTypes = { float: 1, int64: 7 } as const
const attributeTypes = { float: 1, integer: 2, string: 3, integers: 7 } as const

/** A tensor of the graph, by its name. */
export type Value = string & { readonly value: unique symbol }
/** Extents of a tensor; a name stands for one that is known at run time, such as `batch`. */
export type Shape = readonly (number | string)[]
type ElementType = keyof typeof elementTypes
/** A number with a decimal point in ONNX is given as `{ float }`. */
export type Attribute = number | string | readonly number[] | { float: number }

/** Builds an ONNX model node by node; {@link OnnxGraph.toBytes} gives the file. */
export class OnnxGraph {
  readonly #name: string
  readonly #nodes: Uint8Array[] = []
  readonly #initializers: Uint8Array[] = []
  readonly #inputs: Uint8Array[] = []
  readonly #outputs: Uint8Array[] = []
  #values = 0

  constructor(name: string) {
    this.#name = name
  }

  /** A float tensor that every run is given. */
  input(name: string, shape: Shape): Value {
    this.#inputs.push(messageField(11, tensorInfo(name, shape)))
    return name as Value
  }

  /** A float tensor that a run gives back, under a name of its own. */
  output(name: string, value: Value, shape: Shape): void {
    this.#nodes.push(node('Identity', [value], [name], {}))
    this.#outputs.push(messageField(12, tensorInfo(name, shape)))
  }

  /** A float tensor that never changes, in row-major order; a number stands for a scalar. */
  constant(values: Float32Array | number, shape: readonly number[] = []): Value {
    const floats = typeof values === 'number' ? Float32Array.of(values) : values
    return this.#initializer('float', floats, shape)
  }

  /** A vector of integers, for shapes, axes and positions. */
  integers(values: readonly number[]): Value {
    return this.#initializer('int64', BigInt64Array.from(values, BigInt), [values.length])
  }

  /** One operator with one output; operators by their ONNX names (https://onnx.ai/onnx/operators/). */
  node(operator: string, inputs: readonly Value[], attributes: Record<string, Attribute> = {}): Value {
    const output = this.#newValue()
    this.#nodes.push(node(operator, inputs, [output], attributes))
    return output
  }

  /** An operator with two outputs. */
  pair(
    operator: string,
    inputs: readonly Value[],
    attributes: Record<string, Attribute> = {},
  ): [Value, Value] {
    const outputs: [Value, Value] = [this.#newValue(), this.#newValue()]
    this.#nodes.push(node(operator, inputs, outputs, attributes))
    return outputs
  }

  /** The model file; `metadata` is carried along for whoever opens it. */
  toBytes(metadata: Record<string, string> = {}): Uint8Array {
    return concatenate([
      integerField(1, IR_VERSION),
      stringField(2, 'stokes'),
      messageField(7, [
        ...this.#nodes,
        stringField(2, this.#name),
        ...this.#initializers,
        ...this.#inputs,
        ...this.#outputs,
      ]),
      messageField(8, [stringField(1, ''), integerField(2, OPSET)]),
      ...Object.entries(metadata).map(([key, text]) =>
        messageField(14, [stringField(1, key), stringField(2, text)]),
      ),
    ])
  }

  #initializer(type: ElementType, values: Float32Array | BigInt64Array, shape: readonly number[]): Value {
    const name = this.#newValue()
    // ONNX wants little-endian, which is what every processor that Electron runs on has in memory.
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
    this.#initializers.push(
      messageField(5, [
        ...shape.map((extent) => integerField(1, extent)),
        integerField(2, elementTypes[type]),
        stringField(8, name),
        bytesField(9, bytes),
      ]),
    )
    return name
  }

  #newValue(): Value {
    this.#values += 1
    return `v${this.#values}` as Value
  }
}

function node(
  operator: string,
  inputs: readonly Value[],
  outputs: readonly string[],
  attributes: Record<string, Attribute>,
): Uint8Array {
  return messageField(1, [
    ...inputs.map((name) => stringField(1, name)),
    ...outputs.map((name) => stringField(2, name)),
    stringField(4, operator),
    ...Object.entries(attributes).map(([name, value]) =>
      messageField(5, [stringField(1, name), ...attributeValue(value)]),
    ),
  ])
}

function attributeValue(value: Attribute): Uint8Array[] {
  if (typeof value === 'number') return [integerField(3, value), integerField(20, attributeTypes.integer)]
  if (typeof value === 'string') return [stringField(4, value), integerField(20, attributeTypes.string)]
  if ('float' in value) return [floatField(2, value.float), integerField(20, attributeTypes.float)]
  return [...value.map((entry) => integerField(8, entry)), integerField(20, attributeTypes.integers)]
}

/** Name, float type and shape of a tensor, as the fields of a ValueInfo. */
export function tensorInfo(name: string, shape: Shape): Uint8Array[] {
  const dimensions = shape.map((extent) =>
    messageField(1, [typeof extent === 'number' ? integerField(1, extent) : stringField(2, extent)]),
  )
  const tensorType = [integerField(1, elementTypes.float), messageField(2, dimensions)]
  return [stringField(1, name), messageField(2, [messageField(1, tensorType)])]
}
