import { assignLines } from './assignLines'
import { findPeaks, usualWidth, type Peak } from './findPeaks'
import { fitLine, type LineShape } from './fitLine'
import { fitPolynomial } from './fitPolynomial'
import { groupLines, type LineGroup } from './groupLines'
import { pixelAt } from './pixelAt'
import type { ReferenceLine } from './referenceLines'

/** A spectrum as it was read, one value a pixel. */
export interface Exposure {
  /** Counts, less a dark frame's where there is one. */
  counts: Float64Array
  /** Pixels that are at the limit of the detector or of its converter. */
  saturated?: readonly number[]
}

/** A reference line, found. */
export interface LocatedLine {
  reference: number
  pixel: number
  /** Standard uncertainty of `pixel`, with that of a blend's centre. */
  uncertainty: number
  /** Full width at half maximum, pixels. */
  width: number
  /** False where it is saturated, hides another, or is a blend that cannot be taken apart. */
  usable: boolean
}

export interface LocatedLines {
  lines: LocatedLine[]
  /** Pixels of peaks that are none of the lines. */
  spurious: number[]
  peaks: number
  /** How like the lamp's the whole is: 0 to 1. */
  likeness: number
}

interface Options {
  /** How far the axis may be off, pixels. @default 40 */
  shift?: number
  /** By which share it may be stretched. @default 0.015 */
  stretch?: number
  shape?: LineShape
  /** A line that is wider than the others by this factor hides another one. @default 1.4 */
  widest?: number
  /** What a line may leave open of where it is, pixels. @default 0.1, or 2 % of the width of a line where that is more */
  leastCertain?: number
}

/** Closer than this, in widths, two lines make one peak; and one that cannot be taken apart. */
const SEEN_AS_ONE = 1
const INSEPARABLE = 0.6
/** Lines this close, in widths, are fitted together. */
const NEIGHBOURHOOD = 2.2

/**
 * Finds the lines of a list in a spectrum whose axis is known roughly, tells which is which, and measures where they are.
 * Lines of the list that stand together are fitted together, with the distances of the list.
 *
 * @param axis rough position of each pixel, ascending, in the unit of the list
 */
export function locateLines(
  { counts, saturated = [] }: Exposure,
  references: readonly ReferenceLine[],
  axis: Float64Array,
  { shift = 40, stretch = 0.015, shape = 'pseudoVoigt', widest = 1.4, leastCertain }: Options = {},
): LocatedLines {
  const peaks = findPeaks(counts)
  if (peaks.length < 3) return { lines: [], spurious: [], peaks: peaks.length, likeness: 0 }
  const width = lineWidth(peaks)
  const unitsPerPixel = Math.abs(axis.at(-1)! - axis[0]!) / (axis.length - 1)
  const groups = groupLines(references, SEEN_AS_ONE * width * unitsPerPixel)
  const { pairs, likeness } = assignLines(
    groups.map(({ position, strength }) => ({ pixel: pixelAt(axis, position), strength })),
    peaks.map(({ pixel, prominence }) => ({ pixel, strength: prominence })),
    { pixels: counts.length, shift, stretch, scale: Math.max(width / 5, 1) },
  )
  if (pairs.length < 4) return { lines: [], spurious: [], peaks: peaks.length, likeness }

  const { valueAt: pixelOf } = fitPolynomial(
    pairs.map(({ expected }) => groups[expected]!.position),
    pairs.map(({ found }) => peaks[found]!.pixel),
    pairs.map(({ found }) => peaks[found]!.prominence ** -0.25),
    Math.min(3, pairs.length - 2),
  )
  const known = references.map(({ position }) => pixelOf(position))
  const strangers = peaks
    .map(({ pixel }) => pixel)
    .filter((pixel) => known.every((one) => Math.abs(one - pixel) > width))
  const components = groupLines(references, INSEPARABLE * width * unitsPerPixel)
  const lines = pairs.flatMap(({ expected, found }): LocatedLine[] => {
    const main = strongestOf(components, groups[expected]!)
    const place = pixelOf(main.position)
    const off = peaks[found]!.pixel - pixelOf(groups[expected]!.position)
    const distances = [
      ...components
        .filter((other) => other !== main && other.strength > main.strength / 50)
        .map((other) => pixelOf(other.position) - place),
      ...strangers.map((pixel) => pixel - place - off),
    ].filter((distance) => Math.abs(distance) < NEIGHBOURHOOD * width)
    const fitted = fitLine(counts, place + off, { width, shape, distances })
    if (!fitted) return []
    const blend = Math.abs(pixelOf(main.position + main.uncertainty) - place)
    const uncertainty = Math.hypot(fitted.uncertainty, blend)
    const cut = saturated.some((pixel) => Math.abs(pixel - fitted.pixel) <= fitted.width)
    const usable =
      !cut && fitted.width <= widest * width && uncertainty < (leastCertain ?? Math.max(0.1, width / 50))
    return [{ reference: main.position, pixel: fitted.pixel, uncertainty, width: fitted.width, usable }]
  })
  return { lines, spurious: strangers, peaks: peaks.length, likeness }
}

/** Full width at half maximum of the strong lines, less what the smoothing of the search adds to it, pixels. */
export function lineWidth(peaks: readonly Peak[]): number {
  return Math.sqrt(Math.max(usualWidth(peaks) ** 2 - 8 * Math.LN2 * 0.5, 1))
}

function strongestOf(components: readonly LineGroup[], { lines }: LineGroup): LineGroup {
  return components
    .filter((component) => lines.includes(component.lines[0]!))
    .reduce((most, component) => (component.strength > most.strength ? component : most))
}
