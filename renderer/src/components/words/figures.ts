import { grouped, signed } from './numbers'

type Interval = readonly [number, number] | null

/** A figure of three decimals: `0.912`; a dash where there is none. */
export function figure(value: number | null | undefined): string {
  return value === null || value === undefined ? '–' : grouped(value, 3)
}

/** `0.871–0.945`, or `−0.010 to 0.032`; nothing where there is none. */
export function figureInterval(interval: Interval | undefined): string {
  if (!interval) return ''
  const [low, high] = interval
  return `${grouped(low, 3)}${low < 0 ? ' to ' : '–'}${grouped(high, 3)}`
}

/** `+0.012 (−0.010 to 0.032)`. */
export function differenceText(difference: number | null, interval: Interval): string {
  if (difference === null) return '–'
  return interval ? `${signed(difference, 3)} (${figureInterval(interval)})` : signed(difference, 3)
}

/** `p = 0.034`, and never zero. */
export function pValue(p: number): string {
  return p < 0.001 ? 'p < 0.001' : `p = ${p.toFixed(3)}`
}
