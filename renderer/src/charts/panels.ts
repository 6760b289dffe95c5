export const panelChoices = ['both', 'raw', 'processed'] as const
export type Panels = (typeof panelChoices)[number]

// Around and between the panels, px.
export const LEFT = 68
export const RIGHT = 16
const TOP = 30
const BETWEEN = 40
const BOTTOM = 50
const LOWEST = 40

export interface Panel {
  kind: 'raw' | 'processed'
  name: string
  /** Where it begins below the top of the chart, and how high it is, px. */
  top: number
  height: number
}

/** The panels one above the other in a chart of that height, px; the lowest has the axis under it. */
export function panelsOf(panels: Panels, height: number): Panel[] {
  const raw = { kind: 'raw' as const, name: 'Raw (counts)' }
  const processed = { kind: 'processed' as const, name: 'Preprocessed (a.u.)' }
  const whole = { top: TOP, height: Math.max(LOWEST, height - TOP - BOTTOM) }
  if (panels === 'raw') return [{ ...raw, ...whole }]
  if (panels === 'processed') return [{ ...processed, ...whole }]
  const half = Math.max(LOWEST, (height - TOP - BETWEEN - BOTTOM) / 2)
  return [
    { ...raw, top: TOP, height: half },
    { ...processed, top: TOP + half + BETWEEN, height: half },
  ]
}
