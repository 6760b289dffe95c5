import type { DataZoomComponentOption, GridComponentOption } from 'echarts/components'
import type { LineSeriesOption } from 'echarts/charts'
import type { ComposeOption } from 'echarts/core'
import { grouped } from '../components/words/numbers'
import type { Curve } from './curve'
import { LEFT, panelsOf, RIGHT, type Panel, type Panels } from './panels'
import type { ChartPalette } from './palette'
import { decimalsOf, type Scale } from './scale'

export type SpectrumOption = ComposeOption<GridComponentOption | DataZoomComponentOption | LineSeriesOption>
type AxisOption = Extract<NonNullable<SpectrumOption['yAxis']>, { type?: 'value' }>

export interface ShadedBand {
  from: number
  to: number
  /** 0 to 1: how dark it is shaded. */
  score: number
}

export interface SpectrumContent {
  /** Counts over the instrument's axis. */
  raw: Curve | null
  /** The spectrum as the model sees it. */
  processed: Curve | null
  /** 0 to 1, on the grid of `processed`. */
  saliency: Curve | null
  bands: readonly ShadedBand[]
  /** What the recipe looks at, cm-1; null where that is not known. */
  region: readonly [number, number] | null
  /** Index in `bands` of the one that stands out. */
  highlighted: number | null
}

export interface SpectrumStyle {
  panels: Panels
  /** Of the whole chart, px. */
  height: number
  palette: ChartPalette
}

/** Of the recipe's region, shown on either side of it. */
const MARGIN_SHARE = 0.2

/** A plain crosshair: it marks no point of a line. */
const pointer = { show: true, snap: false, triggerEmphasis: false }

/** From the first to the last wavenumber of everything that is shown; the fingerprint region where nothing is. */
export function wavenumberRange(curves: readonly (Curve | null)[]): [number, number] {
  const shown = curves.filter((curve) => curve !== null && curve.wavenumbers.length > 1) as Curve[]
  if (shown.length === 0) return [600, 1800]
  return [
    Math.min(...shown.map(({ wavenumbers }) => wavenumbers[0]!)),
    Math.max(...shown.map(({ wavenumbers }) => wavenumbers[wavenumbers.length - 1]!)),
  ]
}

/**
 * The panels of a chart that shows this, and their wavenumbers from one edge to the other. Where the raw spectrum stands
 * above the preprocessed one, the region of the recipe with a margin: beyond it may lie a laser line that is a hundred
 * times as high. The raw spectrum alone is shown whole.
 */
export function layoutOf(
  content: SpectrumContent,
  { panels: wanted, height }: Pick<SpectrumStyle, 'panels' | 'height'>,
): { panels: Panel[]; range: [number, number] } {
  // A spectrum that was never preprocessed needs no place for it.
  const rawAlone = content.raw !== null && content.processed === null && content.region === null
  const panels = panelsOf(rawAlone ? 'raw' : wanted, height)
  const whole = wavenumberRange(panels.map(({ kind }) => content[kind]))
  if (panels.length < 2 || !content.region) return { panels, range: whole }
  const [from, to] = content.region
  const margin = MARGIN_SHARE * (to - from)
  return { panels, range: [Math.max(whole[0], from - margin), Math.min(whole[1], to + margin)] }
}

/** Whether the one has the axes of the other. */
export function sameAxes(a: SpectrumContent, b: SpectrumContent): boolean {
  return (
    (['raw', 'processed'] as const).every((kind) => sameEnds(a[kind], b[kind])) &&
    a.region?.[0] === b.region?.[0] &&
    a.region?.[1] === b.region?.[1]
  )
}

function sameEnds(a: Curve | null, b: Curve | null): boolean {
  const ends = (curve: Curve | null) =>
    curve && [curve.wavenumbers[0], curve.wavenumbers[curve.wavenumbers.length - 1]]
  const [x, y] = [ends(a), ends(b)]
  return x?.[0] === y?.[0] && x?.[1] === y?.[1]
}

/**
 * The axes of the chart: a panel for the raw and one for the preprocessed spectrum over one wavenumber axis. What stands in
 * the panels is drawn apart (drawPanels.ts). Pure: the same content, the same option.
 */
export function spectrumOption(
  content: SpectrumContent,
  style: SpectrumStyle,
  scales: Readonly<Record<Panel['kind'], Scale>>,
): SpectrumOption {
  const { palette } = style
  const { panels, range } = layoutOf(content, style)
  const [min, max] = range
  const font = { color: palette.muted, fontFamily: 'Inter Variable', fontSize: 12 }

  const yAxes: AxisOption[] = panels.map((panel, gridIndex) => ({
    type: 'value',
    gridIndex,
    ...scales[panel.kind],
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: {
      ...font,
      formatter: (value: number) => grouped(value, decimalsOf(scales[panel.kind])),
    },
    axisPointer: {
      ...pointer,
      label: { formatter: ({ value }) => grouped(Number(value), panel.kind === 'raw' ? 0 : 2) },
    },
  }))
  // Without points: the crosshair wants a series on each axis.
  const series: LineSeriesOption[] = panels.map(({ kind }, index) => ({
    id: kind,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    data: [],
    silent: true,
    animation: false,
  }))

  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable' },
    grid: panels.map(({ top, height }) => ({ left: LEFT, right: RIGHT, top, height })),
    xAxis: panels.map((_panel, gridIndex) => {
      const lowest = gridIndex === panels.length - 1
      return {
        type: 'value',
        gridIndex,
        min,
        max,
        name: lowest ? 'Raman shift (cm⁻¹)' : '',
        nameLocation: 'middle',
        nameGap: 30,
        nameTextStyle: font,
        axisLine: { onZero: false, lineStyle: { color: palette.line } },
        axisTick: { lineStyle: { color: palette.line } },
        splitLine: { lineStyle: { color: palette.grid } },
        axisLabel: {
          ...font,
          show: lowest,
          hideOverlap: true,
          showMinLabel: false,
          showMaxLabel: false,
          formatter: (value: number) => grouped(value),
        },
        axisPointer: {
          ...pointer,
          label: { show: lowest, formatter: ({ value }) => grouped(Number(value), 1) },
        },
      }
    }),
    yAxis: yAxes,
    axisPointer: {
      triggerOn: 'mousemove|click',
      link: [{ xAxisIndex: 'all' }],
      lineStyle: { color: palette.crosshair, width: 1, type: 'solid', opacity: 0.55 },
      label: { backgroundColor: palette.crosshair, color: palette.surface, fontSize: 12, padding: [4, 6] },
    },
    dataZoom: [
      {
        id: 'zoom',
        type: 'inside',
        xAxisIndex: panels.map((_panel, index) => index),
        filterMode: 'none',
        minValueSpan: 20,
      },
    ],
    series,
  }
}
