import { expect, test } from 'vitest'
import { bytesField, floatField, integerField, messageField, stringField } from './protobuf'

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

// The first three are the examples of https://protobuf.dev/programming-guides/encoding/.
test('fields have the bytes of the wire format', () => {
  expect(hex(integerField(1, 150))).toBe('089601')
  expect(hex(stringField(2, 'testing'))).toBe('120774657374696e67')
  expect(hex(messageField(3, [integerField(1, 150)]))).toBe('1a03089601')
  expect(hex(integerField(1, -1))).toBe('08ffffffffffffffffff01')
  expect(hex(floatField(2, 1))).toBe('150000803f')
  expect(hex(bytesField(16, new Uint8Array(200))).slice(0, 8)).toBe('8201c801')
})
