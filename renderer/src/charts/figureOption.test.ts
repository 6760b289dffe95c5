import { describe, expect, it } from 'vitest'
import type { Figure } from './figure'
import { figureOption } from './figureOption'
import { lightPalette } from './palette'

const figure: Figure = {
  title: 'Reliability',
  x: 'Said',
  y: 'Seen',
  xRange: [0, 1],
  lines: [
    {
      name: 'Seen',
      points: [
        [0.1, 0.2],
        [0.8, 0.7],
      ],
      intervals: [
        [0.1, 0.3],
        [0.5, 0.9],
      ],
      dots: true,
    },
    {
      name: 'Calibrated',
      points: [
        [0, 0],
        [1, 1],
      ],
      reference: true,
    },
  ],
}
type Part = Record<string, unknown>
const seriesOf = (given: Figure) => figureOption(given, lightPalette).series as Part[]

describe('figureOption', () => {
  it('shades a spread upon the ground that it stands on', () => {
    const [line] = figure.lines
    const band: [number, number][] = [
      [-0.1, 0.3],
      [0.5, 0.9],
    ]
    const [ground, height, drawn] = seriesOf({
      ...figure,
      lines: [{ name: 'Seen', points: line!.points, band }],
    })
    expect(ground!['data']).toEqual([
      [0.1, -0.1],
      [0.8, 0.5],
    ])
    expect((height!['data'] as number[][]).map(([, value]) => value!.toFixed(2))).toEqual(['0.40', '0.40'])
    expect(ground!['stack']).toBe(height!['stack'])
    expect(drawn).toMatchObject({ name: 'Seen' })
    expect(drawn).not.toHaveProperty('stack')
  })

  it('draws an interval as a stroke under its point, and breaks between two', () => {
    const [intervals, points] = seriesOf(figure)
    expect(intervals!['data']).toEqual([
      [0.1, 0.1],
      [0.1, 0.3],
      [0.1, null],
      [0.8, 0.5],
      [0.8, 0.9],
      [0.8, null],
    ])
    expect(points!['showSymbol']).toBe(true)
    expect(points!['color']).toBe(intervals!['color'])
  })

  it('keeps colours for what is compared: a reference takes none', () => {
    const lines = [
      { name: 'Chance', points: [], reference: true },
      { name: 'A', points: [] },
      { name: 'B', points: [] },
    ]
    expect(seriesOf({ ...figure, lines }).map(({ color }) => color)).toEqual([
      lightPalette.muted,
      lightPalette.series[0],
      lightPalette.series[1],
    ])
  })

  it('names lines where there is more than one, and never intervals', () => {
    const legend = figureOption(figure, lightPalette).legend as Part
    expect(legend['data']).toEqual(['Seen', 'Calibrated'])
    const alone = figureOption({ ...figure, lines: figure.lines.slice(0, 1) }, lightPalette)
    expect((alone.legend as Part)['show']).toBe(false)
  })

  it('holds the axes it is told to hold', () => {
    const { xAxis, yAxis } = figureOption(figure, lightPalette)
    expect(xAxis).toMatchObject({ min: 0, max: 1 })
    expect(yAxis).not.toHaveProperty('min')
  })
})
