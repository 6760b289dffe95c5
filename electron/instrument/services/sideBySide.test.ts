import { expect, it } from 'vitest'
import { sideBySide } from './sideBySide'

const PIXELS = 2 ** 17
const counts = (of: number, pixels = PIXELS) => new Float64Array(pixels).fill(of)
const inShort = (all: Float64Array[]) => all.map((one) => [one.length, one[0], one.at(-1)])

it('keeps copies, in blocks that hold as many frames as go into 4 MB, and no more than will come', () => {
  const keep = sideBySide(6)
  const given = [0, 1, 2, 3, 4, 5].map((of) => counts(of))
  const kept = given.map(keep)
  expect(inShort(kept)).toEqual(inShort(given))
  given[1]!.fill(99)
  expect(inShort(kept)[1]).toEqual([PIXELS, 1, 1])
  const blocks = [...new Set(kept.map(({ buffer }) => buffer))]
  expect(blocks.map(({ byteLength }) => byteLength / PIXELS / 8)).toEqual([4, 2])
})

it('takes frames that are larger than a block, more than were told of, or of another length', () => {
  const keep = sideBySide(1)
  const given = [counts(1, 4 * PIXELS + 1), counts(2), counts(3, 5)]
  expect(inShort(given.map(keep))).toEqual(inShort(given))
})
