import type { FittedLine } from '../../../../contract/calibration'
import type { Passport, Trend } from '../../../../contract/passport'
import type { Html } from '../../../../shared/document/html'
import { plot } from './plot'

type Point = readonly [number, number]

/** What each line is off by. */
export function passportPlots({ wavelength, shift }: Passport): Html[] {
  const pixelsOff = ({ reference, residualPixels }: FittedLine): Point[] =>
    residualPixels === null ? [] : [[reference, residualPixels]]
  const lamps = wavelength?.lines ?? []
  return [
    ...(lamps.length > 0
      ? [
          plot({
            title: `Lines of ${wavelength!.lamps.join(' and ')}`,
            description: `Residual of ${lamps.length} lines in pixels; root mean square ${wavelength!.rmsPixels ?? 'not known'}.`,
            x: 'Wavelength in vacuum, nm (rings: left out)',
            y: 'Residual, px',
            dots: lamps.filter(({ used }) => used).flatMap(pixelsOff),
            outside: lamps.filter(({ used }) => !used).flatMap(pixelsOff),
          }),
        ]
      : []),
    ...(shift && shift.lines.length > 0
      ? [
          plot({
            title: `Bands of ${shift.standard}`,
            description: `Residual of ${shift.lines.length} bands; the worst ${shift.worstWavenumber ?? 'not known'} cm-1.`,
            x: 'Raman shift, cm⁻¹',
            y: 'Residual, cm⁻¹',
            dots: shift.lines.map(({ reference, residual }) => [reference, residual] as const),
          }),
        ]
      : []),
  ]
}

/** A control chart for each quantity that was measured more than once. */
export function trendPlots(trends: readonly Trend[]): Html[] {
  return trends
    .filter(({ points }) => points.length > 1)
    .map(({ label, unit, points }) => {
      const along = (of: (point: Trend['points'][number]) => number | null) =>
        points.flatMap((point, index): Point[] => {
          const value = of(point)
          return value === null ? [] : [[index, value]]
        })
      const limits = [along(({ lower }) => lower), along(({ upper }) => upper)]
      return plot({
        title: label,
        description: `${label} of ${points.length} checks; the last ${points.at(-1)!.value} ${unit}.`,
        x: 'Daily checks',
        y: unit,
        ends: [points[0]!.at.slice(0, 10), points.at(-1)!.at.slice(0, 10)],
        dots: along(({ value }) => value),
        outside: along(({ outside, ewma }) => (outside ? ewma : null)),
        lines: [
          { points: along(({ ewma }) => ewma), dashed: false },
          ...limits.map((line) => ({ points: line, dashed: true })),
        ].filter((line) => line.points.length > 0),
      })
    })
}
