import type { ShadedBand } from './spectrumOption'

/** How a band is shaded. */
export interface Shade {
  /** cm-1 */
  from: number
  to: number
  opacity: number
  /** It stands out: with a line around it. */
  edge: boolean
}

const CHOSEN = 0.42
const PALEST = 0.1
const BY_SCORE = 0.2
const STEPPED_BACK = 0.4

/** A band is the darker the higher its score; the highlighted one stands out, and then the others step back. */
export function shadesOf(bands: readonly ShadedBand[], highlighted: number | null): Shade[] {
  return bands.map(({ from, to, score }, index) => {
    const edge = index === highlighted
    const dimmed = highlighted !== null && !edge
    return {
      from,
      to,
      edge,
      opacity: edge ? CHOSEN : (PALEST + BY_SCORE * score) * (dimmed ? STEPPED_BACK : 1),
    }
  })
}
