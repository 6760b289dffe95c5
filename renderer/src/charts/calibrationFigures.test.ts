import { describe, expect, it } from 'vitest'
import type { FittedLine } from '../../../electron/contract/calibration'
import type { Trend } from '../../../electron/contract/passport'
import { residualFigure, standardFigure, trendFigure } from './calibrationFigures'

const line = (reference: number, residualPixels: number, used = true): FittedLine => ({
  ...{ reference, measured: reference, pixel: 1, uncertaintyPixels: 0.01, residualPixels, used },
  residual: residualPixels / 10,
})

describe('residualFigure', () => {
  it('is scaled by what was fitted, and says what lies beyond', () => {
    const figure = residualFigure('neon', [line(830, 0.02), line(840, -0.05), line(850, 3, false)])!
    expect(figure.yRange![1]).toBeLessThan(0.5)
    expect(figure.lines.map(({ name }) => name)).toEqual([
      'In the fit',
      'Left out (1 beyond the edge)',
      'No residual',
    ])
    expect(figure.lines[0]!.intervals![0]![1]).toBeCloseTo(0.02 + 0.0196)
  })

  it('shows all of a fit that was refused', () => {
    const figure = residualFigure('neon', [line(830, 3, false)])!
    expect(figure.yRange![1]).toBeGreaterThan(3)
  })

  it('is in wavenumbers of a standard, and none without lines', () => {
    expect(residualFigure('shift', [line(1000, 5)])!.lines[0]!.points).toEqual([[1000, 0.5]])
    expect(residualFigure('dark', [])).toBeNull()
  })
})

it('leaves no room below noise about nothing', () => {
  const figure = standardFigure('neon', { intensities: [-3, 1000, 2], wavenumbers: [304, 500, 2056] })
  expect(figure.yRange![0]).toBe(0)
  expect(figure.xRange).toEqual([300, 2060])
})

describe('trendFigure', () => {
  const trend = (points: Partial<Trend['points'][number]>[]): Trend => ({
    ...{ quantity: 'laserNanometres', label: 'Laser wavelength', unit: 'nm', centre: null, sigma: null },
    points: points.map((point, day) => ({
      ...{
        passportId: String(day),
        at: `2026-11-0${day + 1}T08:00:00.000Z`,
        verdict: 'pass' as const,
        value: 785,
      },
      ...{ ewma: null, lower: null, upper: null, outside: false, ...point },
    })),
  })

  it('draws limits where they are known, and room about a single check', () => {
    expect(trendFigure(trend([{}])).lines).toHaveLength(1)
    const [low, high] = trendFigure(trend([{}])).yRange!
    expect(high - low).toBeLessThan(0.1)
    const limited = trendFigure(trend([{}, { ewma: 785.001, lower: 784.99, upper: 785.01 }]))
    expect(limited.lines[1]!.band).toEqual([[784.99, 785.01]])
  })
})
