import type { FittedLine } from '../../../electron/contract/calibration'
import type { CheckStep, Trend } from '../../../electron/contract/passport'
import { calibrationDecimals } from '../components/words/calibrationNames'
import type { Figure, FigureLine } from './figure'
import { scaleOf } from './scale'

type Point = readonly [number, number]

/** From one standard uncertainty to half of a 95 % interval. */
const HALF_95 = 1.96
/** So that no mark is cut. */
const ROOM = 1.3
/** An axis shows at least so much: less is of no meaning. */
const LEAST_SPANS: Record<string, number> = { nm: 0.02, px: 0.05, 'cm⁻¹': 0.5 }

/** How far each line is from where it should be; null where the step fits none. */
export function residualFigure(step: CheckStep, lines: readonly FittedLine[]): Figure | null {
  const lamp = step === 'neon' || step === 'argon'
  const points = lines.flatMap((line) => {
    const residual = lamp ? line.residualPixels : line.residual
    return residual === null ? [] : [{ ...line, residual }]
  })
  if (points.length === 0) return null
  const drawn = (name: string, of: typeof points, intervals: boolean): FigureLine[] =>
    of.length === 0
      ? []
      : [
          {
            name,
            points: of.map(({ reference, residual }) => [reference, residual]),
            apart: true,
            ...(intervals && {
              intervals: of.map(({ residual, uncertaintyPixels }): Point => {
                const half = HALF_95 * (uncertaintyPixels ?? 0)
                return [residual - half, residual + half]
              }),
            }),
          },
        ]
  const range = padded(points.map(({ reference }) => reference))
  // What was left out may be far off, and would hide what the others are off by.
  const fitted = points.filter(({ used }) => used)
  const reach =
    ROOM *
    Math.max(
      lamp ? 0.1 : 1,
      ...(fitted.length > 0 ? fitted : points).map(({ residual }) => Math.abs(residual)),
    )
  const left = points.filter(({ used }) => !used)
  const y = scaleOf(-reach, reach)
  const beyond = left.filter(({ residual }) => Math.abs(residual) > y.max).length
  return {
    title: lamp ? 'Residual of each line of the lamps' : 'Residual of each band of the standard',
    x: lamp ? 'Wavelength in vacuum, nm' : 'Raman shift, cm⁻¹',
    y: lamp ? 'measured − reference, px' : 'measured − reference, cm⁻¹',
    lines: [
      ...drawn(lamp ? 'In the fit' : 'Held against the standard', fitted, lamp),
      ...drawn(beyond > 0 ? `Left out (${beyond} beyond the edge)` : 'Left out', left, false),
      { name: 'No residual', points: range.map((x) => [x, 0]), reference: true },
    ],
    xRange: range,
    yRange: [y.min, y.max],
    decimals: 3,
  }
}

/** What was measured of a standard. */
export function standardFigure(
  step: CheckStep,
  { intensities, wavenumbers }: { intensities: readonly number[]; wavenumbers: readonly number[] },
): Figure {
  const [low, high] = [Math.min(...intensities), Math.max(...intensities)]
  // Noise about nothing needs no room below.
  const y = scaleOf(low > -0.05 * high ? 0 : low, high)
  return {
    title: 'Spectrum',
    x: 'Raman shift, cm⁻¹',
    y: step === 'dark' ? 'Counts' : 'Counts less the dark',
    lines: [
      { name: 'Spectrum', points: wavenumbers.map((wavenumber, pixel) => [wavenumber, intensities[pixel]!]) },
    ],
    xRange: [10 * Math.floor(wavenumbers[0]! / 10), 10 * Math.ceil(wavenumbers.at(-1)! / 10)],
    yRange: [y.min, y.max],
    decimals: 0,
  }
}

/** One quantity over the daily checks, with the limits of its weighted mean where they are known. */
export function trendFigure({ label, unit, centre, points }: Trend): Figure {
  const at = (iso: string) => Date.parse(iso)
  const known = points.flatMap(({ at: when, ewma, lower, upper }) =>
    ewma === null || lower === null || upper === null ? [] : [{ x: at(when), ewma, lower, upper }],
  )
  const times = points.map(({ at: when }) => at(when))
  const range = padded(times)
  const shown = [...points.map(({ value }) => value), ...known.flatMap(({ lower, upper }) => [lower, upper])]
  const [low, high] = [Math.min(...shown), Math.max(...shown)]
  const room = Math.max((LEAST_SPANS[unit] ?? 0.1 * Math.abs(high)) - (high - low), 0.1 * (high - low)) / 2
  const y = scaleOf(low - room, high + room)
  return {
    title: label,
    x: '',
    y: unit,
    lines: [
      {
        name: 'Check',
        points: points.map(({ at: when, value }) => [at(when), value]),
        apart: true,
      },
      ...(known.length > 0
        ? [
            {
              name: 'Weighted mean, within its control limits',
              points: known.map(({ x, ewma }): Point => [x, ewma]),
              band: known.map(({ lower, upper }): Point => [lower, upper]),
            },
          ]
        : []),
      ...(centre === null
        ? []
        : [{ name: 'Usual', points: range.map((x): Point => [x, centre]), reference: true }]),
    ],
    xRange: range,
    yRange: [y.min, y.max],
    timeX: true,
    decimals: calibrationDecimals(unit),
  }
}

/** Some room on either side, so that no mark is cut. */
function padded(values: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)]
  const room = 0.05 * (high - low) || Math.max(1, 1e-7 * Math.abs(high))
  return [low - room, high + room]
}
