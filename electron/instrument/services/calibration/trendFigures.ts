import { controlChart } from '../../../analysis/calibration/controlChart'
import { polynomialAt, slopeAt } from '../../../analysis/calibration/fitPolynomial'
import { median } from '../../../analysis/preprocessing/median'
import type { Trend, TrendQuantity } from '../../../contract/passport'
import type { PassportFigures, TrendRow } from '../../../storage/repositories/passports'
import type { Findings } from './findings'

interface Quantity {
  label: string
  unit: string
  /** A spread below this says nothing, so no limits are drawn within it. */
  leastSigma: number
  of: (findings: Findings, factory: Float64Array) => number | null | undefined
}

/** What a drift shows in, the first to look at first. */
const quantities: Record<TrendQuantity, Quantity> = {
  laserNanometres: {
    label: 'Laser wavelength',
    unit: 'nm',
    leastSigma: 0.002,
    of: ({ laser }) => laser?.laserNanometres,
  },
  siliconWavenumber: {
    label: 'Silicon before it is zeroed',
    unit: 'cm⁻¹',
    leastSigma: 0.03,
    of: ({ laser }) => laser?.siliconWithFormerLaser,
  },
  shiftPixels: {
    label: 'Image, from where its maker had it',
    unit: 'px',
    leastSigma: 0.01,
    of: (findings, factory) => moveOf(findings, factory, (factory.length - 1) >> 1),
  },
  stretchPixels: {
    label: 'Stretch of the image',
    unit: 'px',
    leastSigma: 0.01,
    of: (findings, factory) => {
      const [first, last] = [0, factory.length - 1].map((pixel) => moveOf(findings, factory, pixel))
      return isNumber(first) && isNumber(last) ? last - first : null
    },
  },
  rmsPixels: {
    label: 'Residual of the lamp lines',
    unit: 'px',
    leastSigma: 0.003,
    of: ({ wavelength }) => wavelength?.rmsPixels,
  },
  resolutionWavenumber: {
    label: 'Resolution',
    unit: 'cm⁻¹',
    leastSigma: 0.05,
    of: ({ resolution }) => resolution?.resolutionWavenumber,
  },
  shiftWavenumber: {
    label: 'Worst line of the shift standard',
    unit: 'cm⁻¹',
    leastSigma: 0.05,
    of: ({ shift }) => shift?.worstWavenumber,
  },
  throughput: {
    label: 'Throughput',
    unit: 'counts/(mW s)',
    // Focus alone moves it by as much.
    leastSigma: 25,
    of: ({ throughput }) => throughput,
  },
  darkCounts: {
    label: 'Dark current',
    unit: 'counts/s',
    leastSigma: 0.05,
    of: ({ dark }) => (dark?.rate.length ? median(Float64Array.from(dark.rate)) : null),
  },
}

const names = Object.keys(quantities) as TrendQuantity[]

const isNumber = (value: unknown): value is number => typeof value === 'number'

/** By how many pixels the image of the light of one pixel has moved since the instrument was made; null where nothing was fitted. */
function moveOf({ wavelength }: Findings, factory: Float64Array, pixel: number): number | null {
  if (!wavelength || wavelength.coefficients.length === 0) return null
  const { coefficients } = wavelength
  return (factory[pixel]! - polynomialAt(coefficients, pixel)) / slopeAt(coefficients, pixel)
}

/**
 * What the trends show of one check.
 *
 * @param factory vacuum nm of each pixel, as the instrument was made
 */
export function figuresOf(findings: Findings, factory: Float64Array): PassportFigures {
  const figures = names.map((name) => {
    const value = quantities[name].of(findings, factory)
    return [name, isNumber(value) ? value : null] as const
  })
  return Object.fromEntries(figures) as PassportFigures
}

/** One control chart a quantity; checks that were refused have measured nothing, and those without the figure are left out. */
export function trendsOf(rows: readonly TrendRow[]): Trend[] {
  return names.map((quantity) => {
    const { label, unit, leastSigma } = quantities[quantity]
    const measured = rows.flatMap(({ id, createdAt, verdict, figures }) => {
      const value = figures[quantity]
      return value === null || verdict === 'refused'
        ? []
        : [{ passportId: id, at: createdAt, verdict, value }]
    })
    const chart = controlChart(
      measured.map(({ value }) => value),
      { leastSigma },
    )
    const points = measured.map((point, index) => {
      const limits = chart?.points[index]
      return { ...point, ...(limits ?? { ewma: null, lower: null, upper: null, outside: false }) }
    })
    return { quantity, label, unit, centre: chart?.centre ?? null, sigma: chart?.sigma ?? null, points }
  })
}

/** What is unusual of the newest check, in words. */
export function warningsOf(trends: readonly Trend[]): string[] {
  return trends.flatMap(({ label, unit, centre, points }) => {
    const last = points.at(-1)
    if (!last?.outside || centre === null) return []
    return [
      `${label} drifts: ${round(last.value)} ${unit}, its mean ${round(last.ewma!)}, where ${round(last.lower!)} to ` +
        `${round(last.upper!)} is usual.`,
    ]
  })
}

function round(value: number): string {
  return String(Number(value.toPrecision(6)))
}
