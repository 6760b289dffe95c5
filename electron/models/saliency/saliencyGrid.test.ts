import { describe, expect, test } from 'vitest'
import { cnn5 } from '../architectures/convolutionalNetwork'
import { cellsOf } from './mapCells'
import { saliencyFor, toSpectrumGrid } from './saliencyGrid'

describe('saliencyFor', () => {
  test('keeps what speaks for the class, relative to its highest point', () => {
    const cam = [-2, 0, 1, 4]
    expect([...saliencyFor(cam, 1)]).toEqual([0, 0, 0.25, 1])
    expect([...saliencyFor(cam, -1)]).toEqual([1, 0, 0, 0])
  })

  test('is 0 where nothing speaks for the class', () => {
    expect([...saliencyFor([-1, -2], 1)]).toEqual([0, 0])
  })
})

describe('toSpectrumGrid', () => {
  test('puts each cell in the middle of the points that it stands for', () => {
    const map = new Float64Array(75)
    map[10] = 1
    const spread = toSpectrumGrid(map, cellsOf(cnn5), 1200)
    expect(spread).toHaveLength(1200)
    // Cell 10 stands for the points 160 to 175; its middle is 167.5.
    expect(spread[167]).toBe(spread[168])
    expect(spread.indexOf(Math.max(...spread))).toBe(167)
    const centre = spread.reduce((sum, value, point) => sum + value * point, 0) / 16
    expect(centre).toBeCloseTo(167.5, 9)
    expect(spread[150]).toBe(0)
    expect(spread[184]).toBe(0)
  })

  test('holds the first and the last cell to the ends', () => {
    const map = Float64Array.from({ length: 75 }, (_, cell) => cell)
    const spread = toSpectrumGrid(map, cellsOf(cnn5), 1200)
    expect([spread[0], spread[7], spread[1199], spread[1192]]).toEqual([0, 0, 74, 74])
    expect(spread[8]).toBeCloseTo(1 / 32, 12)
  })
})
