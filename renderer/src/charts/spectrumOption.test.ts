import { describe, expect, it } from 'vitest'
import { lightPalette } from './palette'
import {
  layoutOf,
  sameAxes,
  spectrumOption,
  wavenumberRange,
  type SpectrumContent,
  type SpectrumStyle,
} from './spectrumOption'

const curve = (from: number, to: number) => ({ wavenumbers: [from, (from + to) / 2, to], values: [1, 5, 2] })
const content: SpectrumContent = {
  raw: curve(400, 2000),
  processed: curve(600, 1800),
  saliency: curve(600, 1800),
  bands: [
    { from: 1000, to: 1010, score: 1 },
    { from: 1440, to: 1456, score: 0.5 },
  ],
  region: [600, 1800],
  highlighted: null,
}
const scale = { min: 0, max: 5, interval: 1 }
const scales = { raw: scale, processed: { min: -0.4, max: 0.6, interval: 0.2 } }
const style: SpectrumStyle = { panels: 'both', palette: lightPalette, height: 600 }

/** The parts of an option that are lists here, as plain objects to look into. */
function parts(given: Partial<SpectrumContent>, how: Partial<SpectrumStyle> = {}) {
  const option = spectrumOption({ ...content, ...given }, { ...style, ...how }, scales)
  type Part = Record<string, unknown>
  return {
    grids: option.grid as Part[],
    xAxes: option.xAxis as Part[],
    yAxes: option.yAxis as Part[],
    series: option.series as Part[],
    zoom: option.dataZoom as Part[],
  }
}

describe('spectrumOption', () => {
  it('shows both spectra over one wavenumber axis that is zoomed as one', () => {
    const { xAxes, zoom } = parts({})
    expect(xAxes.map(({ min, max }) => [min, max])).toEqual([
      [400, 2000],
      [400, 2000],
    ])
    expect(zoom[0]!['xAxisIndex']).toEqual([0, 1])
  })

  it('leaves out the laser line, unless the raw spectrum is shown alone', () => {
    const raw = { wavenumbers: [-1400, 0, 500, 1000, 2900], values: [1, 65_000, 10, 12, 2] }
    const both = parts({ raw })
    expect(both.xAxes[0]).toMatchObject({ min: 360, max: 2040 })
    const alone = parts({ raw }, { panels: 'raw' })
    expect(alone.xAxes[0]).toMatchObject({ min: -1400, max: 2900 })
  })

  it('keeps the panels apart at every height', () => {
    for (const height of [200, 300, 900]) {
      const [raw, processed] = parts({}, { height }).grids as { top: number; height: number }[]
      expect(processed!.top - (raw!.top + raw!.height)).toBeGreaterThanOrEqual(36)
    }
  })

  it('fits the axis to the one panel that is shown', () => {
    const { grids, xAxes, series } = parts({}, { panels: 'processed' })
    expect(grids).toHaveLength(1)
    expect(xAxes[0]).toMatchObject({ min: 600, max: 1800 })
    expect(series.map(({ id }) => id)).toEqual(['processed'])
    expect(parts({}, { panels: 'raw' }).series.map(({ id }) => id)).toEqual(['raw'])
  })

  it('gives each panel its scale, with ticks that can be told apart', () => {
    const [raw, processed] = parts({}).yAxes
    expect(raw).toMatchObject(scale)
    const { formatter } = processed!['axisLabel'] as { formatter: (value: number) => string }
    expect([0.2, 0.4].map(formatter)).toEqual(['0.2', '0.4'])
  })

  it('gives the place of both to a spectrum that was never preprocessed', () => {
    const { series } = parts({ processed: null, saliency: null, region: null })
    expect(series.map(({ id }) => id)).toEqual(['raw'])
  })

  it('stands without any content', () => {
    const { series, xAxes } = parts({ raw: null, processed: null, saliency: null, bands: [] })
    expect(series).toHaveLength(2)
    expect(xAxes[0]).toMatchObject({ min: 600, max: 1800 })
  })

  it('is the same for the same content', () => {
    const text = () => JSON.stringify(spectrumOption(content, style, scales))
    expect(text()).toBe(text())
  })
})

describe('layoutOf', () => {
  it('has the panels and the range of the chart', () => {
    const { panels, range } = layoutOf(content, style)
    expect(panels.map(({ kind }) => kind)).toEqual(['raw', 'processed'])
    expect(range).toEqual([400, 2000])
  })
})

describe('sameAxes', () => {
  it('holds while nothing but values changes', () => {
    const raw = { ...content.raw!, values: [3, 2, 1] }
    expect(sameAxes(content, { ...content, raw, region: [600, 1800] })).toBe(true)
    expect(sameAxes(content, { ...content, highlighted: 1, saliency: null, bands: [] })).toBe(true)
    expect(sameAxes(content, { ...content, processed: null })).toBe(false)
    expect(sameAxes(content, { ...content, region: [500, 1800] })).toBe(false)
  })
})

describe('wavenumberRange', () => {
  it('spans all curves', () => {
    expect(wavenumberRange([curve(500, 900), null, curve(700, 1900)])).toEqual([500, 1900])
  })
})
