import type {
  DataZoomComponentOption,
  GridComponentOption,
  MarkAreaComponentOption,
} from 'echarts/components'
import type { LineSeriesOption } from 'echarts/charts'
import type { ComposeOption } from 'echarts/core'
import { grouped } from '../components/words/numbers'
import { interleave, type Curve } from './curve'
import { LEFT, panelsOf, type Panel, type Panels } from './panels'
import type { ChartPalette } from './palette'

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

/** The saliency map takes the lowest part of its panel. */
const SALIENCY_SHARE = 0.24
/** Of the recipe's region, shown on either side of it. */
const MARGIN_SHARE = 0.2

/** A plain crosshair: it marks no point of a line. */
const pointer = { show: true, snap: false, triggerEmphasis: false }

/** What the second panel shows, or that there is nothing to show in it. */
function panelName({ kind, name }: Panel, content: SpectrumContent): string {
  if (kind === 'processed' && content.raw && !content.processed) return `${name}: none of this spectrum`
  return kind === 'processed' && content.saliency ? `${name}, saliency map at its foot` : name
}

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
 * The wavenumbers to show. Where the raw spectrum stands above the preprocessed one, the region of the recipe with a
 * margin: beyond it may lie a laser line that is a hundred times as high. The raw spectrum alone is shown whole.
 */
function shownRange(content: SpectrumContent, panels: readonly Panel[]): [number, number] {
  const whole = wavenumberRange(panels.map(({ kind }) => content[kind]))
  if (panels.length < 2 || !content.region) return whole
  const [from, to] = content.region
  const margin = MARGIN_SHARE * (to - from)
  return [Math.max(whole[0], from - margin), Math.min(whole[1], to + margin)]
}

function shading(content: SpectrumContent, { palette }: SpectrumStyle): MarkAreaComponentOption {
  return {
    silent: true,
    data: content.bands.map(({ from, to, score }, index) => {
      const chosen = index === content.highlighted
      const dimmed = content.highlighted !== null && !chosen
      const opacity = chosen ? 0.42 : (0.1 + 0.2 * score) * (dimmed ? 0.4 : 1)
      const edge = chosen ? { borderColor: palette.saliency, borderWidth: 1.5 } : {}
      return [{ xAxis: from, itemStyle: { color: palette.saliency, opacity, ...edge } }, { xAxis: to }]
    }),
  }
}

function line(
  id: string,
  curve: Curve | null,
  index: number,
  range: [number, number],
  more: LineSeriesOption,
): LineSeriesOption {
  return {
    id,
    type: 'line',
    xAxisIndex: index,
    yAxisIndex: index,
    // ECharts takes a flat typed array, which its types do not say.
    data: (curve ? interleave(curve, ...range) : []) as LineSeriesOption['data'] & object,
    showSymbol: false,
    silent: true,
    animation: false,
    lineStyle: { width: 1.4, join: 'round' },
    ...more,
  }
}

/**
 * The whole chart: a panel for the raw and one for the preprocessed spectrum over one wavenumber axis, with the
 * saliency map along the foot of the second and the bands shaded through both. Pure: the same content, the same option.
 */
export function spectrumOption(content: SpectrumContent, style: SpectrumStyle): SpectrumOption {
  const { palette } = style
  // A spectrum that was never preprocessed needs no place for it.
  const rawAlone = content.raw !== null && content.processed === null && content.region === null
  const panels = panelsOf(rawAlone ? 'raw' : style.panels, style.height)
  const [min, max] = shownRange(content, panels)
  const font = { color: palette.muted, fontFamily: 'Inter Variable', fontSize: 12 }
  const markArea = shading(content, style)

  const yAxes: AxisOption[] = panels.map((panel, gridIndex) => ({
    type: 'value',
    gridIndex,
    scale: true,
    name: panelName(panel, content),
    nameLocation: 'end',
    nameGap: 12,
    nameTextStyle: { ...font, align: 'left', padding: [0, 0, 0, -LEFT + 12] },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.line } },
    splitNumber: 4,
    splitLine: { lineStyle: { color: palette.grid } },
    axisLabel: {
      ...font,
      formatter: (value: number) => grouped(value, panel.kind === 'raw' || value % 1 === 0 ? 0 : 1),
    },
    axisPointer: {
      ...pointer,
      label: { formatter: ({ value }) => grouped(Number(value), panel.kind === 'raw' ? 0 : 2) },
    },
  }))
  const series: LineSeriesOption[] = panels.map(({ kind }, index) =>
    line(kind, content[kind], index, [min, max], {
      lineStyle: { width: 1.4, color: palette[kind] },
      markArea,
    }),
  )
  const mapPanel = panels.findIndex(({ kind }) => kind === 'processed')
  if (content.saliency && mapPanel >= 0) {
    yAxes.push({
      type: 'value',
      gridIndex: mapPanel,
      show: false,
      min: 0,
      max: 1 / SALIENCY_SHARE,
      axisPointer: { show: false },
    })
    series.push(
      line('saliency', content.saliency, mapPanel, [min, max], {
        yAxisIndex: panels.length,
        lineStyle: { width: 1, color: palette.saliency },
        areaStyle: { color: palette.saliency, opacity: 0.28 },
      }),
    )
  }

  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable' },
    grid: panels.map(({ grid }) => grid),
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
        filterMode: 'filter',
        minValueSpan: 20,
      },
    ],
    series,
  }
}
