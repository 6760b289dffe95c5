import type { GridComponentOption } from 'echarts/components'

export const panelChoices = ['both', 'raw', 'processed'] as const
export type Panels = (typeof panelChoices)[number]

// Around and between the panels, px.
export const LEFT = 68
const RIGHT = 16
const TOP = 30
const BETWEEN = 40
const BOTTOM = 50

export interface Panel {
  kind: 'raw' | 'processed'
  name: string
  grid: GridComponentOption
}

/** The panels one above the other in a chart of that height, px; the lowest has the axis under it. */
export function panelsOf(panels: Panels, height: number): Panel[] {
  const raw = { kind: 'raw' as const, name: 'Raw (counts)' }
  const processed = { kind: 'processed' as const, name: 'Preprocessed (a.u.)' }
  const frame = { left: LEFT, right: RIGHT }
  const whole = { ...frame, top: TOP, bottom: BOTTOM }
  if (panels === 'raw') return [{ ...raw, grid: whole }]
  if (panels === 'processed') return [{ ...processed, grid: whole }]
  const half = Math.max(40, (height - TOP - BETWEEN - BOTTOM) / 2)
  return [
    { ...raw, grid: { ...frame, top: TOP, height: half } },
    { ...processed, grid: { ...frame, top: TOP + half + BETWEEN, height: half } },
  ]
}
