import type { FittedLine } from '../../../electron/contract/calibration'
import type { CheckStep, Trend } from '../../../electron/contract/passport'
import { calibrationDecimals } from '../components/words/calibrationNames'
import type { Figure, FigureLine } from './figure'

type Point = readonly [number, number]

/** From one standard uncertainty to half of a 95 % interval. */
const HALF_95 = 1.96

/** How far each line is from where it should be; null where the step fits none. */
export function residualFigure(step: CheckStep, lines: readonly FittedLine[]): Figure | null {
  const lamp = step === 'neon' || step === 'argon'
  const points = lines.flatMap((line) => {
    const residual = lamp ? line.residualPixels : line.residual
    return residual === null ? [] : [{ ...line, residual }]
  })
  if (points.length === 0) return null
  const drawn = (name: string, of: typeof points): FigureLine[] =>
    of.length === 0
      ? []
      : [
          {
            name,
            points: of.map(({ reference, residual }) => [reference, residual]),
            apart: true,
            ...(lamp && {
              intervals: of.map(({ residual, uncertaintyPixels }): Point => {
                const half = HALF_95 * (uncertaintyPixels ?? 0)
                return [residual - half, residual + half]
              }),
            }),
          },
        ]
  const range = padded(points.map(({ reference }) => reference))
  return {
    title: lamp ? 'Residual of each line of the lamps' : 'Residual of each band of the standard',
    x: lamp ? 'Wavelength in vacuum, nm' : 'Raman shift, cm⁻¹',
    y: lamp ? 'measured − reference, px' : 'measured − reference, cm⁻¹',
    lines: [
      ...drawn(
        lamp ? 'In the fit' : 'Held against the standard',
        points.filter(({ used }) => used),
      ),
      ...drawn(
        'Left out',
        points.filter(({ used }) => !used),
      ),
      { name: 'No residual', points: range.map((x) => [x, 0]), reference: true },
    ],
    xRange: range,
    decimals: 3,
  }
}

/** What was measured of a standard. */
export function standardFigure({
  intensities,
  wavenumbers,
}: {
  intensities: readonly number[]
  wavenumbers: readonly number[]
}): Figure {
  return {
    title: 'Spectrum',
    x: 'Raman shift, cm⁻¹',
    y: 'Counts less the dark',
    lines: [
      { name: 'Spectrum', points: wavenumbers.map((wavenumber, pixel) => [wavenumber, intensities[pixel]!]) },
    ],
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
