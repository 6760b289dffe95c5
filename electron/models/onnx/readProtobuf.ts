/** One field of a message, as it lies in the file. */
export interface Field {
  number: number
  /** Of a varint; 0 for what is no varint. */
  integer: bigint
  /** What is in a length-delimited field: bytes, text or a message. Empty for others. */
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
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = message[position++]
      if (byte === undefined) throw new RangeError('A message ends in the middle of a number')
      value |= BigInt(byte & 127) << shift
      if (byte < 128) return BigInt.asUintN(64, value)
    }
    throw new RangeError('A number of a message has more than ten bytes')
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
      integer: 0n,
      content: message.subarray(0, 0),
    }
    if (field.number === 0) throw new RangeError('A message has a field of number 0')
    switch (Number(tag & 7n)) {
      case 0:
        field.integer = varint()
        break
      case 1:
        skip(8)
        break
      case 2:
        field.content = skip(Number(varint()))
        break
      case 5:
        skip(4)
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
