import { html, type Html } from '../../../../shared/document/html'

type Point = readonly [x: number, y: number]

export interface Plot {
  title: string
  /** For those who cannot see it. */
  description: string
  x: string
  y: string
  /** Labels of the first and the last x. @default the numbers */
  ends?: readonly [string, string]
  dots: readonly Point[]
  /** Those that stand out: red rings, at the edge where they are out of the range of the others. */
  outside?: readonly Point[]
  lines?: readonly { points: readonly Point[]; dashed: boolean }[]
}

const SIZE = { width: 340, height: 190, left: 68, right: 12, top: 10, bottom: 36 }
const [INK, LIMIT, ALARM] = ['#0a6c8f', '#6b7a88', '#b3261e']

/** Dots and lines over any range, as a figure with inline SVG: no script, no network, sharp in print. */
export function plot({ title, description, x, y, ends, dots, outside = [], lines = [] }: Plot): Html {
  const { width, height, left, right, top, bottom } = SIZE
  const inside = [...dots, ...lines.flatMap(({ points }) => points)]
  const [lowX, highX] = rangeOf([...inside, ...outside].map(([at]) => at))
  const [lowY, highY] = rangeOf(inside.map(([, value]) => value))
  const across = (at: number) => tenth(left + ((at - lowX) / (highX - lowX)) * (width - left - right))
  const up = (value: number) =>
    tenth(height - bottom - (clamped(value, lowY, highY) - lowY) * ((height - top - bottom) / (highY - lowY)))
  const digits = Math.max(0, 2 - Math.floor(Math.log10(highY - lowY)))
  const ticks = [0, 0.5, 1].map((share) => lowY + share * (highY - lowY))
  const first = ends?.[0] ?? String(Math.round(lowX))
  const last = ends?.[1] ?? String(Math.round(highX))

  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
      <g class="grid">
        ${ticks.map(
          (value) => html`<line x1="${left}" y1="${up(value)}" x2="${width - right}" y2="${up(value)}" />`,
        )}
      </g>
      <g class="labels">
        ${ticks.map(
          (value) =>
            html`<text class="end" x="${left - 6}" y="${up(value) + 4}"
              >${value.toFixed(Math.min(digits, 4))}</text
            >`,
        )}
        <text x="${left + 18}" y="${height - bottom + 14}">${first}</text>
        <text class="end" x="${width - right}" y="${height - bottom + 14}">${last}</text>
        <text x="${(left + width - right) / 2}" y="${height - 6}">${x}</text>
        <text transform="translate(11 ${(top + height - bottom) / 2}) rotate(-90)">${y}</text>
      </g>
      ${lines.map(
        ({ points, dashed }) =>
          html`<polyline
            points="${points.map(([at, value]) => `${across(at)},${up(value)}`).join(' ')}"
            stroke="${dashed ? LIMIT : INK}"
            stroke-dasharray="${dashed ? '4 4' : 'none'}"
          />`,
      )}
      ${dots.map(([at, value]) => html`<circle cx="${across(at)}" cy="${up(value)}" r="2.6" fill="${INK}" />`)}
      ${outside.map(
        ([at, value]) =>
          html`<circle
            cx="${across(at)}"
            cy="${up(value)}"
            r="3.4"
            fill="none"
            stroke="${ALARM}"
            stroke-width="1.6"
          />`,
      )}
    </svg>
  </figure>`
}

/** With some room about it; of one value alone, a range that shows it in the middle. */
function rangeOf(values: readonly number[]): [number, number] {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const room = high > low ? 0.06 * (high - low) : Math.max(Math.abs(high) * 0.01, 0.01)
  return [low - room, high + room]
}

function clamped(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10
}
