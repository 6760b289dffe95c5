import { describe, expect, it } from 'vitest'
import { controlChart } from './controlChart'

describe('controlChart', () => {
  it('gives the limits and means of the example of NIST/SEMATECH 6.3.2.4', () => {
    const data = [
      52, 47, 53, 49.3, 50.1, 47, 51, 50.1, 51.2, 50.5, 49.6, 47.6, 49.9, 51.3, 47.8, 51.2, 52.6, 52.4, 53.6,
      52.1,
    ]
    const expected = [
      50.6, 49.52, 50.56, 50.18, 50.16, 49.21, 49.75, 49.85, 50.26, 50.33, 50.11, 49.36, 49.52, 50.05, 49.38,
      49.92, 50.73, 51.23, 51.94, 51.99,
    ]
    // The handbook knows its mean; here a baseline of fifty values that alternate about it with that moving range.
    const half = (2.0539 * 1.128) / 2
    const baseline = Array.from({ length: 50 }, (_, i) => 50 + (i % 2 ? -half : half))
    const chart = controlChart([...baseline, ...data], { lambda: 0.3, baseline: 50 })!
    expect(chart.centre).toBeCloseTo(50, 10)
    expect(chart.sigma).toBeCloseTo(2.0539, 10)
    expect(chart.points.at(-1)!.upper).toBeCloseTo(52.5884, 3)
    expect(chart.points.at(-1)!.lower).toBeCloseTo(47.4115, 3)
    // What is left of the baseline in the mean after n values is 0.7^n of it.
    const left = chart.points[49]!.ewma - 50
    data.forEach((_, index) => {
      const { ewma, outside } = chart.points[50 + index]!
      expect(ewma - left * 0.7 ** (index + 1)).toBeCloseTo(expected[index]!, 1)
      expect(outside).toBe(false)
    })
  })

  it('sees a drift of one and a half standard deviations that no single value shows', () => {
    const noise = [0.4, -0.9, 0.7, -0.3, 1.1, -1.2, 0.2, -0.5, 0.9, -0.4]
    const drifted = [...noise, ...noise.map((value) => value + 1.8), ...noise.map((value) => value + 1.8)]
    const { centre, sigma, points } = controlChart(drifted)!
    expect(points.slice(0, 10).some(({ outside }) => outside)).toBe(false)
    expect(points.some(({ outside }) => outside)).toBe(true)
    expect(drifted.every((value) => Math.abs(value - centre) < 3 * sigma)).toBe(true)
  })

  it('says nothing of too few values, nor of differences that say nothing', () => {
    expect(controlChart([1, 2, 3, 4])).toBeNull()
    const constant = controlChart([1, 1, 1, 1, 1, 1.01], { leastSigma: 0.1 })!
    expect(constant.sigma).toBe(0.1)
    expect(constant.points.at(-1)!.outside).toBe(false)
    expect(controlChart([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1.01])!.points.at(-1)!.outside).toBe(true)
  })
})
