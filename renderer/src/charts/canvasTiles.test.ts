import { expect, it } from 'vitest'
import { canvasTiles } from './canvasTiles'

const bytes = (width: number, height: number, pixelRatio: number) => 4 * width * height * pixelRatio ** 2

it.each([
  [700, 640, 1],
  [1100, 800, 1],
  [701.5, 333, 1.25],
  [300, 200, 2],
  [20, 20, 1],
])(
  'covers %d x %d at a ratio of %d without a gap, in columns of less than 800 KB',
  (width, height, pixelRatio) => {
    const tiles = canvasTiles(width, height, pixelRatio)
    let end = 0
    for (const { left, width: wide } of tiles) {
      expect(left).toBe(end)
      expect((left * pixelRatio) % 1).toBe(0)
      expect(bytes(wide, height, pixelRatio)).toBeLessThan(800_000)
      end = left + wide
    }
    expect(end).toBe(width)
  },
)

it('is one canvas where columns would be many, and none where there is no room', () => {
  expect(canvasTiles(2000, 1200, 2)).toEqual([{ left: 0, width: 2000 }])
  expect(canvasTiles(0, 0, 1)).toEqual([])
})
