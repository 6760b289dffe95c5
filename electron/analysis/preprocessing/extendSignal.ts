/**
 * How a signal `a b c d` goes on beyond its ends, in SciPy's words: `reflect` `d c b a | a b c d | d c b a`,
 * `mirror` `d c b | a b c d | c b a`, `nearest` `a a a | a b c d | d d d`, `wrap` `b c d | a b c d | a b c`,
 * `constant` zeros.
 */
export type Extension = 'reflect' | 'mirror' | 'nearest' | 'wrap' | 'constant'

/** The signal with `margin` points more on either side, however short it is. */
export function extendSignal(y: Float64Array, margin: number, extension: Extension): Float64Array {
  const extended = new Float64Array(y.length + 2 * margin)
  extended.set(y, margin)
  if (extension === 'constant') return extended
  const source = sourceIndex[extension]
  for (let k = 1; k <= margin; k++) {
    extended[margin - k] = y[source(-k, y.length)]!
    extended[margin + y.length - 1 + k] = y[source(y.length - 1 + k, y.length)]!
  }
  return extended
}

/** The point that stands at index `i` beyond the ends of `n` points; -1 for a zero. */
export function sourceBeyond(extension: Extension, i: number, n: number): number {
  return extension === 'constant' ? -1 : sourceIndex[extension](i, n)
}

const sourceIndex = {
  reflect: (i: number, n: number) => fold(modulo(i, 2 * n), 2 * n - 1),
  mirror: (i: number, n: number) => (n === 1 ? 0 : fold(modulo(i, 2 * n - 2), 2 * n - 2)),
  nearest: (i: number, n: number) => Math.min(Math.max(i, 0), n - 1),
  wrap: (i: number, n: number) => modulo(i, n),
}

function modulo(i: number, period: number): number {
  return ((i % period) + period) % period
}

/** The smaller of an index and its image on the other side of the fold. */
function fold(i: number, sum: number): number {
  return Math.min(i, sum - i)
}
