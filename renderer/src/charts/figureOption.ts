import type { LineSeriesOption } from 'echarts/charts'
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components'
import type { ComposeOption } from 'echarts/core'
import { grouped } from '../components/words/numbers'
import type { Figure, FigureLine, FigureMark } from './figure'
import type { ChartPalette } from './palette'

export type FigureOption = ComposeOption<
  GridComponentOption | LegendComponentOption | TooltipComponentOption | LineSeriesOption
>

/** How a line is told from the others. */
interface Ink {
  color: string
  type: 'solid' | 'dashed' | 'dotted'
}

function lineOf(
  { name, points, reference, dots, apart, intervals }: FigureLine,
  { color, type }: Ink,
): LineSeriesOption {
  return {
    name,
    type: 'line',
    data: points.map(([x, y]) => [x, y]),
    color,
    showSymbol: apart ?? dots ?? points.length === 1,
    symbol: 'circle',
    symbolSize: 7,
    animation: false,
    emphasis: { disabled: true },
    lineStyle: {
      width: reference ? 1.2 : 1.8,
      type,
      join: 'round',
      // Where points have intervals, they are what was measured; the way between them was not.
      opacity: apart ? 0 : intervals ? 0.35 : 1,
    },
    z: reference ? 1 : 3,
  }
}

/** A stroke for each interval; the line breaks between them. */
function intervalsOf({ points, intervals = [] }: FigureLine, color: string): LineSeriesOption {
  return {
    type: 'line',
    data: intervals.flatMap(([low, high], index) => {
      const [x] = points[index]!
      return [
        [x, low],
        [x, high],
        [x, null],
      ]
    }),
    color,
    silent: true,
    showSymbol: false,
    animation: false,
    lineStyle: { width: 1.4, opacity: 0.6 },
    tooltip: { show: false },
    z: 2,
  }
}

/** The spread of a line: the ground that it stands on, unseen, and upon it the height that is shaded. */
function bandOf({ name, points, band = [] }: FigureLine, color: string): LineSeriesOption[] {
  const shared = {
    type: 'line' as const,
    stack: name,
    // Also where what is below is negative.
    stackStrategy: 'all' as const,
    color,
    silent: true,
    showSymbol: false,
    animation: false,
    lineStyle: { opacity: 0 },
    tooltip: { show: false },
    z: 1,
  }
  const at = (value: (low: number, high: number) => number) =>
    band.map(([low, high], index) => [points[index]![0], value(low, high)])
  return [
    { ...shared, data: at((low) => low) },
    { ...shared, data: at((low, high) => high - low), areaStyle: { opacity: 0.16 } },
  ]
}

/** Thin lines from the top to the foot, named along them. */
function marksOf(marks: readonly FigureMark[], palette: ChartPalette): LineSeriesOption {
  return {
    type: 'line',
    data: [],
    silent: true,
    z: 0,
    markLine: {
      z: 0,
      silent: true,
      animation: false,
      symbol: 'none',
      lineStyle: { color: palette.line, width: 1, type: 'solid' },
      label: { position: 'insideEndBottom', color: palette.muted, fontSize: 9, formatter: '{b}' },
      data: marks.map(({ x, name }) => ({ xAxis: x, name })),
    },
  }
}

/** Names of marks stand above the lines: a quarter more than these take, to the next half of a power of ten. */
function roomAbove(min: number, max: number): number {
  const range = max - min || 1
  const step = 10 ** Math.floor(Math.log10(range)) / 2
  return Number((Math.ceil((max + range / 4) / step) * step).toPrecision(6))
}

/** A figure as a chart. Pure: the same figure, the same option. */
export function figureOption({ lines, ...figure }: Figure, palette: ChartPalette): FigureOption {
  const font = { color: palette.muted, fontFamily: 'Inter Variable', fontSize: 12 }
  const named = lines.length > 1
  let next = 0
  const inkOf = ({ reference }: FigureLine): Ink => {
    if (reference) return { color: palette.muted, type: 'dashed' }
    const color = palette.series[next % palette.series.length]!
    // Where there are more lines than colours, the next ones are dotted.
    return { color, type: next++ < palette.series.length ? 'solid' : 'dotted' }
  }
  const axis = {
    type: 'value' as const,
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.line } },
    splitLine: { lineStyle: { color: palette.grid } },
    splitNumber: 5,
    nameTextStyle: font,
  }
  const digits = figure.decimals === undefined ? 3 : 7
  const label = (value: number) =>
    value % 1 === 0 ? grouped(value) : String(Number(value.toPrecision(digits))).replace('-', '−')
  return {
    animation: false,
    textStyle: { fontFamily: 'Inter Variable' },
    grid: { left: 52, right: 16, top: named ? 58 : 30, bottom: 46 },
    legend: {
      show: named,
      top: 0,
      left: 8,
      right: 8,
      itemWidth: 18,
      itemHeight: 3,
      icon: 'roundRect',
      type: 'scroll',
      textStyle: { ...font, color: palette.text },
      data: lines.map(({ name }) => name),
    },
    // Drawn, not HTML: the window takes no inline styles.
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      valueFormatter: (value) => (typeof value === 'number' ? grouped(value, figure.decimals ?? 3) : '–'),
      axisPointer: { type: 'line', lineStyle: { color: palette.crosshair, opacity: 0.4 } },
      backgroundColor: palette.surface,
      borderColor: palette.line,
      textStyle: { ...font, color: palette.text },
    },
    xAxis: {
      ...axis,
      name: figure.x,
      nameLocation: 'middle',
      nameGap: 28,
      ...(figure.countsX && { minInterval: 1 }),
      ...(figure.timeX
        ? { type: 'time' as const, axisLabel: { ...font, hideOverlap: true } }
        : {
            axisLabel: { ...font, hideOverlap: true, formatter: label },
            axisPointer: { label: { formatter: ({ value }) => grouped(Number(value), 2) } },
          }),
      ...(figure.xRange
        ? { min: figure.xRange[0], max: figure.xRange[1] }
        : { min: 'dataMin', max: 'dataMax' }),
    },
    yAxis: {
      ...axis,
      name: figure.y,
      nameLocation: 'end',
      nameGap: 12,
      nameTextStyle: { ...font, align: 'left', padding: [0, 0, 0, -44] },
      scale: true,
      ...(figure.countsY && { minInterval: 1 }),
      axisLabel: { ...font, formatter: label },
      ...(figure.marks && { max: ({ min, max }) => roomAbove(min, max) }),
      ...(figure.yRange && { min: figure.yRange[0], max: figure.yRange[1] }),
    },
    series: [
      ...(figure.marks ? [marksOf(figure.marks, palette)] : []),
      ...lines.flatMap((line) => {
        const ink = inkOf(line)
        const { color } = ink
        const drawn = lineOf(line, ink)
        return [
          ...(line.band ? bandOf(line, color) : []),
          ...(line.intervals ? [intervalsOf(line, color)] : []),
          drawn,
        ]
      }),
    ],
  }
}
