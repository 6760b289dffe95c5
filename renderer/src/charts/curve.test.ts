import { describe, expect, it } from 'vitest'
import { extentOf, lineOf, valueAt } from './curve'

const curve = { wavenumbers: [600, 602, 610], values: [1, 2, 3] }

const plane = { left: 0, top: 0, width: 100, height: 50, from: 600, to: 610, min: 0, max: 5 }

describe('extentOf', () => {
  it('is that of the points in between', () => {
    expect(extentOf(curve, 0, 3000)).toEqual([1, 3])
    expect(extentOf(curve, 601, 605)).toEqual([2, 2])
    expect(extentOf(curve, 603, 605)).toBeNull()
  })
})

describe('lineOf', () => {
  it('puts each point where its wavenumber and its value are, high values up', () => {
    expect([...lineOf(curve, plane)]).toEqual([0, 40, 20, 30, 100, 20])
  })

  it('goes on to the next point beyond each edge, and no further', () => {
    const zoomed = lineOf(
      { wavenumbers: [1, 2, 3, 4, 5, 6], values: [0, 0, 0, 0, 0, 0] },
      { ...plane, from: 2.5, to: 3.5 },
    )
    expect([...zoomed].filter((_, i) => i % 2 === 0)).toEqual([-50, 50, 150])
  })

  it('loses no peak where many points share a column of pixels', () => {
    const wavenumbers = Float64Array.from({ length: 10_000 }, (_, i) => i)
    const values = wavenumbers.map((wavenumber) => (wavenumber === 7777 ? 5 : wavenumber === 1234 ? 0 : 2.5))
    const line = lineOf({ wavenumbers, values }, { ...plane, from: 0, to: 10_000 })
    const heights = [...line].filter((_, i) => i % 2 === 1)
    expect(line.length).toBeLessThan(2 * 2 * 102)
    expect(Math.min(...heights)).toBe(0)
    expect(Math.max(...heights)).toBe(50)
    const places = [...line].filter((_, i) => i % 2 === 0)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })

  it('is empty without points', () => {
    expect(lineOf({ wavenumbers: [], values: [] }, plane)).toHaveLength(0)
  })
})

describe('valueAt', () => {
  it.each([
    [600, 1],
    [600.9, 1],
    [601.5, 2],
    [605.9, 2],
    [606.1, 3],
    [610, 3],
  ])('takes the nearest point at %d cm-1', (wavenumber, value) => {
    expect(valueAt(curve, wavenumber)).toBe(value)
  })

  it('knows nothing outside the curve', () => {
    expect(valueAt(curve, 599.9)).toBeNull()
    expect(valueAt(curve, 610.1)).toBeNull()
    expect(valueAt({ wavenumbers: [], values: [] }, 600)).toBeNull()
  })
})
