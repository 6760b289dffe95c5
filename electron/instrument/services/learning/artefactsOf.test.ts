import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { expect, test } from 'vitest'
import { recordedFrame } from '../../../analysis/frames/measuredFrame'
import { artefactsOf } from './artefactsOf'

const PIXELS = 200
const wavenumbers = Float64Array.from({ length: PIXELS }, (_, pixel) => 600 + 2 * pixel)
const frame = (seed: number, change: (pixel: number) => number | undefined = () => undefined) => {
  const random = xoroshiro128plus(seed)
  return recordedFrame(
    Float64Array.from({ length: PIXELS }, (_, pixel) => {
      const counts = Math.round(9000 + 60 * (uniformFloat64(random) - 0.5))
      return change(pixel) ?? counts
    }),
  )
}
const device = { origin: 'simulated' as const, badPixels: [0, 30], saturationCounts: 65_535 }
const bad = [
  { kind: 'badPixels', from: 599, to: 601 },
  { kind: 'badPixels', from: 659, to: 661 },
]

test('are where a frame was hit or saturated, and where a pixel is bad', () => {
  const plain = [frame(1), frame(2), frame(3), frame(4)]
  expect(artefactsOf({ device, wavenumbers, frames: plain, darkFrames: [] })).toEqual(bad)
  const top = (pixel: number) => (pixel === 120 ? 65_535 : undefined)
  const hit = frame(2, (pixel) => (pixel === 80 ? 20_000 : top(pixel)))
  const frames = [
    frame(1, (pixel) => (pixel === 30 ? 65_535 : top(pixel))),
    hit,
    frame(3, top),
    frame(4, top),
  ]
  expect(artefactsOf({ device, wavenumbers, frames, darkFrames: [] })).toEqual([
    { kind: 'cosmicRay', from: 759, to: 761 },
    { kind: 'saturated', from: 839, to: 841 },
    ...bad,
  ])
  const unknown = { ...device, saturationCounts: null }
  expect(artefactsOf({ device: unknown, wavenumbers, frames, darkFrames: [] })).toHaveLength(3)
})
