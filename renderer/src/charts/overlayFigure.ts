import type { ReferenceLines } from '../../../electron/contract/passport'
import { referenceNames } from '../components/words/calibrationNames'
import type { Figure, FigureLine } from './figure'
import { scaleOf, type Scale } from './scale'

interface LiveSpectrum {
  wavenumbers: ArrayLike<number>
  counts: ArrayLike<number>
}

interface OverlayOptions {
  references: readonly ReferenceLines[]
  /** The scale of the last frame: kept while the new one lies well in it. */
  before: Scale | null
}

/** The weakest line is still seen, in parts of the height. */
const LEAST_HEIGHT = 0.08

/**
 * A live spectrum with the lines of references over it, each as high as it is strong. `scale` is to be given back with
 * the next frame. Null without an axis.
 */
export function overlayFigure(
  { wavenumbers, counts }: LiveSpectrum,
  { references, before }: OverlayOptions,
): { figure: Figure; scale: Scale } | null {
  if (wavenumbers.length === 0 || counts.length !== wavenumbers.length) return null
  const points = Array.from(counts, (count, pixel): [number, number] => [wavenumbers[pixel]!, count])
  const [from, to] = [wavenumbers[0]!, wavenumbers[wavenumbers.length - 1]!]
  const levels = points.map(([, count]) => count)
  const scale = scaleOf(Math.min(...levels), Math.max(...levels), before)
  const height = scale.max - scale.min

  const sticks = references.map(({ name, lines }): FigureLine => {
    const shown = lines.filter(({ wavenumber }) => wavenumber >= from && wavenumber <= to)
    const tops = shown.map(
      ({ strength }) => scale.min + height * (LEAST_HEIGHT + (0.95 - LEAST_HEIGHT) * strength),
    )
    return {
      name: referenceNames[name],
      points: shown.map(({ wavenumber }, index) => [wavenumber, tops[index]!]),
      apart: true,
      intervals: tops.map((top) => [scale.min, top]),
    }
  })
  const figure: Figure = {
    title: 'Live spectrum',
    x: 'Raman shift, cm⁻¹',
    y: 'Counts',
    lines: [{ name: 'Spectrum', points }, ...sticks],
    xRange: [10 * Math.floor(from / 10), 10 * Math.ceil(to / 10)],
    yRange: [scale.min, scale.max],
    decimals: 0,
  }
  return { figure, scale }
}
