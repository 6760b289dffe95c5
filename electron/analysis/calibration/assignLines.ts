import { fitPolynomial } from './fitPolynomial'

/** Where a line is expected, or where one was found. */
export interface Mark {
  /** Pixels from the centre of the first one. */
  pixel: number
  /** Above 0; only its ratio to the others counts. */
  strength: number
}

/** Which mark that was found is which of those expected, both by index. */
export interface Assignment {
  pairs: Pair[]
  /** Cosine of the angle between the strengths expected and those found: 1 where all is there, and nothing else. */
  likeness: number
}

interface Pair {
  expected: number
  found: number
}

interface Options {
  /** Pixels of the detector. */
  pixels: number
  /** How far the expectation may be off, pixels. */
  shift: number
  /** By which share it may be stretched. */
  stretch: number
  /** How many times wider than five pixels lines are: all distances below grow with it. @default 1 */
  scale?: number
}

type Move = (pixel: number) => number

/** How well the two are laid over each other at first, pixels: one standard deviation. */
const COARSE = 1.5
const SHIFT_STEP = 0.75
/** Starting points that are followed up. */
const KEPT = 24
/** Tolerance in pixels, and order of the polynomial through the pairs that brings the next ones closer. */
const ROUNDS = [
  { tolerance: 4, order: 1 },
  { tolerance: 2.5, order: 2 },
  { tolerance: 1.5, order: 3 },
  { tolerance: 1, order: 3 },
] as const

/**
 * Tells which line is which: what is expected is laid over what was found with every shift and stretch, the likest of them
 * are brought closer by polynomials through their pairs, and the likest of those is taken. Lines that are missing, or do not
 * belong there, make all of them less like.
 */
export function assignLines(
  expected: readonly Mark[],
  found: readonly Mark[],
  { pixels, shift, stretch, scale: grain = 1 }: Options,
): Assignment {
  const middle = pixels / 2
  const laid = (offset: number, scale: number): Move => {
    return (pixel) => middle + scale * (pixel - middle) + offset
  }
  const seen = fieldOf(found, pixels, COARSE * grain)
  const starts: { offset: number; scale: number; score: number }[] = []
  // One pixel at the ends of the detector.
  const scaleStep = (2 * grain) / pixels
  const scales = Math.ceil(stretch / scaleStep)
  for (let k = -scales; k <= scales; k++) {
    const scale = 1 + k * scaleStep
    for (let offset = -shift; offset <= shift; offset += SHIFT_STEP * grain)
      starts.push({ offset, scale, score: overlap(expected, seen, laid(offset, scale)) })
  }
  starts.sort((a, b) => b.score - a.score)

  let best: Assignment = { pairs: [], likeness: 0 }
  for (const { offset, scale } of starts.slice(0, KEPT)) {
    let move = laid(offset, scale)
    let pairs: Pair[] = []
    for (const { tolerance, order } of ROUNDS) {
      pairs = pairUp(expected, found, move, tolerance * grain)
      if (pairs.length < 3) break
      move = through(expected, found, pairs, Math.min(order, pairs.length - 2))
    }
    const likeness = likenessOf(expected, found, pairs, move, pixels)
    if (likeness > best.likeness) best = { pairs, likeness }
  }
  return best
}

/** Square root: strengths spread over a factor of a thousand, and no lamp keeps to those of the tables. */
const weightOf = ({ strength }: Mark): number => Math.sqrt(strength)

/** What was found, blurred, one a pixel. */
function fieldOf(found: readonly Mark[], pixels: number, blur: number): Float64Array {
  const field = new Float64Array(pixels)
  for (const mark of found) {
    const weight = weightOf(mark)
    const first = Math.max(Math.ceil(mark.pixel - 4 * blur), 0)
    for (let i = first; i < pixels && i <= mark.pixel + 4 * blur; i++) {
      const here = weight * Math.exp(-0.5 * ((i - mark.pixel) / blur) ** 2)
      field[i] = Math.max(field[i]!, here)
    }
  }
  return field
}

function overlap(expected: readonly Mark[], seen: Float64Array, move: Move): number {
  let sum = 0
  let squares = 0
  for (const mark of expected) {
    const here = seen[Math.round(move(mark.pixel))]
    if (here === undefined) continue
    sum += weightOf(mark) * here
    squares += mark.strength
  }
  return squares > 0 ? sum / Math.sqrt(squares) : 0
}

/** The closest first; none twice. */
function pairUp(expected: readonly Mark[], found: readonly Mark[], move: Move, tolerance: number): Pair[] {
  const close: (Pair & { distance: number })[] = []
  expected.forEach(({ pixel }, i) => {
    found.forEach((mark, j) => {
      const distance = Math.abs(mark.pixel - move(pixel))
      if (distance <= tolerance) close.push({ expected: i, found: j, distance })
    })
  })
  close.sort((a, b) => a.distance - b.distance)
  const pairs = new Map<number, number>()
  const taken = new Set<number>()
  for (const pair of close) {
    if (pairs.has(pair.expected) || taken.has(pair.found)) continue
    pairs.set(pair.expected, pair.found)
    taken.add(pair.found)
  }
  return [...pairs]
    .map(([one, other]) => ({ expected: one, found: other }))
    .sort((a, b) => a.expected - b.expected)
}

function through(
  expected: readonly Mark[],
  found: readonly Mark[],
  pairs: readonly Pair[],
  order: number,
): Move {
  const { valueAt } = fitPolynomial(
    pairs.map((pair) => expected[pair.expected]!.pixel),
    pairs.map((pair) => found[pair.found]!.pixel),
    // A strong line is not mistaken as easily as a weak one.
    pairs.map((pair) => found[pair.found]!.strength ** -0.25),
    order,
  )
  return valueAt
}

function likenessOf(
  expected: readonly Mark[],
  found: readonly Mark[],
  pairs: readonly Pair[],
  move: Move,
  pixels: number,
): number {
  const inView = expected.filter(({ pixel }) => move(pixel) >= 0 && move(pixel) <= pixels - 1)
  const size = (marks: readonly Mark[]) => Math.sqrt(marks.reduce((sum, { strength }) => sum + strength, 0))
  const common = pairs.reduce(
    (sum, pair) => sum + weightOf(expected[pair.expected]!) * weightOf(found[pair.found]!),
    0,
  )
  return common / (size(inView) * size(found) || 1)
}
