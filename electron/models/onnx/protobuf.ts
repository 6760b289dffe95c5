/*
 * The protobuf wire format, as far as ONNX needs it (https://protobuf.dev/programming-guides/encoding/): a message is
 * the concatenation of its fields, a field a tag and a value.
 */
const VARINT = 0
const LENGTH_DELIMITED = 2
const FIXED32 = 5

const utf8 = new TextEncoder()

/** A message, or several fields of one, as bytes. */
export function concatenate(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.length
  }
  return bytes
}

/** An integer field; negative numbers take ten bytes, as int64 does. */
export function integerField(field: number, value: number | bigint): Uint8Array {
  return Uint8Array.from([...varint((field << 3) | VARINT), ...varint(value)])
}

export function floatField(field: number, value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setFloat32(0, value, true)
  return concatenate([Uint8Array.from(varint((field << 3) | FIXED32)), bytes])
}

/** A field of bytes, or of a message that is already encoded. */
export function bytesField(field: number, bytes: Uint8Array): Uint8Array {
  const head = [...varint((field << 3) | LENGTH_DELIMITED), ...varint(bytes.length)]
  return concatenate([Uint8Array.from(head), bytes])
}

export function stringField(field: number, text: string): Uint8Array {
  return bytesField(field, utf8.encode(text))
}

/** A field that is a message of these fields. */
export function messageField(field: number, parts: readonly Uint8Array[]): Uint8Array {
  return bytesField(field, concatenate(parts))
}

function varint(value: number | bigint): number[] {
  let rest = BigInt.asUintN(64, BigInt(value))
  const bytes: number[] = []
  while (rest > 127n) {
    bytes.push(Number(rest & 127n) | 128)
    rest >>= 7n
  }
  bytes.push(Number(rest))
  return bytes
}
