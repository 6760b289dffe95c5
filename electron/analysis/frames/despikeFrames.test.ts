import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { describe, expect, it } from 'vitest'
import { despikeFrames } from './despikeFrames'

const PIXELS = 600
/** Where the narrow band of phenylalanine stands. */
const PHENYLALANINE = 240
const GAIN = 2

/** Frames of tissue that bleaches by a third: fluorescence that falls, bands that stay, and the noise of the light. */
function series(n: number, seed = 1): Float64Array[] {
  const random = xoroshiro128plus(seed)
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - uniformFloat64(random))) * Math.cos(2 * Math.PI * uniformFloat64(random))
  return Array.from({ length: n }, (_, k) => {
    const left = 0.65 + 0.35 * Math.exp(-k / 4)
    return Float64Array.from({ length: PIXELS }, (_, i) => {
      const bands =
        900 * Math.exp(-(((i - PHENYLALANINE) / 3) ** 2)) + 1500 * Math.exp(-(((i - 420) / 12) ** 2))
      const counts = 12_000 * left * Math.exp(-i / 500) + bands
      return Math.round(600 + counts + Math.sqrt(counts / GAIN) * normal())
    })
  })
}

function hit(
  frames: readonly Float64Array[],
  frame: number,
  pixel: number,
  heights: readonly number[],
): Float64Array[] {
  const copy = frames.map((one) => one.slice())
  heights.forEach((height, i) => (copy[frame]![pixel + i]! += height))
  return copy
}

describe.each([
  ['accumulations', 5],
  ['the fewest that are compared', 3],
  ['two frames', 2],
  ['a single frame', 1],
])('despikeFrames, %s', (_, n) => {
  const clean = series(n)

  it('leaves a bleaching series as it is, to the same arrays', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const frames = series(n, seed)
      const { clean, spikes } = despikeFrames(frames)
      expect(spikes).toEqual([])
      clean.forEach((frame, k) => {
        expect(frame).toBe(frames[k])
      })
    }
  })

  it.each([
    ['one pixel wide', 300, [3000]],
    ['two pixels wide', 300, [3000, 2800]],
    ['three pixels wide, flat', 300, [3000, 3000, 3000]],
    ['with a tail', 300, [5000, 2500, 1500]],
    ['on the first pixel', 0, [3000]],
    ['on the first two', 0, [3000, 2500]],
    ['on the last pixel', PIXELS - 1, [3000]],
    ['on the last two', PIXELS - 2, [2500, 3000]],
    ['on the flank of phenylalanine', PHENYLALANINE + 3, [2000, 1200]],
  ])('finds a ray %s, and puts back what is below it', (_what, pixel, heights) => {
    const frame = n - 1
    const frames = hit(clean, frame, pixel, heights)
    const found = despikeFrames(frames)
    expect(found.spikes).toEqual([{ frame, pixel, width: heights.length }])
    heights.forEach((_height, i) => {
      expect(Math.abs(found.clean[frame]![pixel + i]! - clean[frame]![pixel + i]!)).toBeLessThan(
        n < 3 ? 700 : 400,
      )
    })
    frames.forEach((one, k) => {
      const untouched = found.clean[k]!.filter((value, i) => value === one[i])
      expect(untouched).toHaveLength(PIXELS - (k === frame ? heights.length : 0))
    })
  })

  it('takes nothing for a ray that is wider than one', () => {
    const wide = Array.from({ length: 12 }, () => 3000)
    expect(despikeFrames(hit(clean, 0, 300, wide)).spikes).toEqual([])
  })

  it('calls nothing a spike where there is no noise to tell it from', () => {
    const flat = Array.from({ length: n }, () => new Float64Array(PIXELS).fill(1000))
    expect(despikeFrames(hit(flat, 0, 20, [500])).spikes).toEqual([])
    const dark = Array.from({ length: n }, () => new Float64Array(PIXELS))
    expect(despikeFrames(dark).spikes).toEqual([])
  })

  it('refuses what is no number', () => {
    expect(() => despikeFrames(hit(clean, 0, 5, [NaN]))).toThrow(
      expect.objectContaining({ code: 'spectrum.notFinite' }),
    )
  })
})

it('finds rays of several frames at one pixel, and does not confuse them', () => {
  const clean = series(6)
  const frames = hit(hit(clean, 1, 100, [4000, 2000]), 4, 300, [900])
  expect(despikeFrames(frames).spikes).toEqual([
    { frame: 1, pixel: 100, width: 2 },
    { frame: 4, pixel: 300, width: 1 },
  ])
})

it('takes no light for a ray that flickers from frame to frame', () => {
  const lamp = [3, 0, 5, 1, 4, 2]
  const frames = series(6).map((frame, k) =>
    frame.map((counts, i) => counts + 1500 * lamp[k]! * Math.exp(-(((i - 350) / 1.5) ** 2))),
  )
  expect(despikeFrames(frames).spikes).toEqual([])
})
