/** One field of a message, as it lies in the file. */
export interface Field {
  number: number
  /** Of a varint; null for what is none. */
  integer: bigint | null
  /** What is in a length-delimited field (bytes, text or a message) or of a fixed width. Empty for a varint. */
  content: Uint8Array
  /** Tag and value, to be written again as they are. */
  raw: Uint8Array
}

/**
 * The fields of a protobuf message, in their order (https://protobuf.dev/programming-guides/encoding/).
 * @throws RangeError where the bytes are no message
 */
export function readFields(message: Uint8Array): Field[] {
  const fields: Field[] = []
  let position = 0

  const varint = (): bigint => {
    const [value, next] = readVarint(message, position)
    position = next
    return value
  }
  const skip = (bytes: number): Uint8Array => {
    const start = position
    position += bytes
    if (position > message.length) throw new RangeError('A field is longer than its message')
    return message.subarray(start, position)
  }

  while (position < message.length) {
    const start = position
    const tag = varint()
    const field: Omit<Field, 'raw'> = {
      number: Number(tag >> 3n),
      integer: null,
      content: message.subarray(0, 0),
    }
    if (field.number === 0) throw new RangeError('A message has a field of number 0')
    switch (Number(tag & 7n)) {
      case 0:
        field.integer = varint()
        break
      case 1:
        field.content = skip(8)
        break
      case 2:
        field.content = skip(Number(varint()))
        break
      case 5:
        field.content = skip(4)
        break
      default:
        throw new RangeError(`A message has a field of the unknown kind ${tag & 7n}`)
    }
    fields.push({ ...field, raw: message.subarray(start, position) })
  }
  return fields
}

const utf8 = new TextDecoder()

/** The texts of all fields of a number. */
export function texts(fields: readonly Field[], number: number): string[] {
  return fields.filter((field) => field.number === number).map(({ content }) => utf8.decode(content))
}

/** The integers of all fields of a number, one by one or packed into one field. @throws RangeError */
export function integers(fields: readonly Field[], number: number): number[] {
  return fields.flatMap((field) => {
    if (field.number !== number) return []
    if (field.integer !== null) return [Number(field.integer)]
    const packed: number[] = []
    for (let position = 0; position < field.content.length;) {
      const [value, next] = readVarint(field.content, position)
      packed.push(Number(value))
      position = next
    }
    return packed
  })
}

function readVarint(message: Uint8Array, start: number): [value: bigint, next: number] {
  let value = 0n
  for (let index = 0; index < 10; index++) {
    const byte = message[start + index]
    if (byte === undefined) throw new RangeError('A message ends in the middle of a number')
    value |= BigInt(byte & 127) << BigInt(7 * index)
    if (byte < 128) return [BigInt.asUintN(64, value), start + index + 1]
  }
  throw new RangeError('A number of a message has more than ten bytes')
}
