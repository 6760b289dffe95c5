import { expect, it } from 'vitest'
import { firmwareVersion, fpgaVersion, isAtLeast, leastFirst, mostFirst } from './decodeAnswers'

it('reads numbers in either order, and leaves what follows them', () => {
  const answer = Uint8Array.of(0x12, 0x34, 0x56, 0x78, 0x9a, 0xff)
  expect(leastFirst(answer, 3)).toBe(0x56_3412)
  expect(leastFirst(answer, 5)).toBe(0x9a_7856_3412)
  expect(mostFirst(answer, 2)).toBe(0x1234)
})

it('reads versions', () => {
  expect(firmwareVersion(Uint8Array.of(11, 0, 0, 10, 9))).toBe('10.0.0.11')
  expect(fpgaVersion(Uint8Array.from(Buffer.from('027-024\0\0')))).toBe('027-024')
  expect(fpgaVersion(Uint8Array.of(0x31, 0, 0xff, 0x20, 0x32, 0, 0))).toBe('12')
})

it.each([
  ['10.0.0.11', '10.0.0.11', true],
  ['10.0.0.9', '10.0.0.11', false],
  ['9.9.9.99', '10.0.0.11', false],
  ['10.0.1.0', '10.0.0.11', true],
  ['1.0.4.9', '10.0.0.11', false],
])('%s at least %s: %s', (version, other, expected) => {
  expect(isAtLeast(version, other)).toBe(expected)
})
