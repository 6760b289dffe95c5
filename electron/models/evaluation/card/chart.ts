import { html, type Html } from '../../../shared/document/html'

type Point = readonly [number, number]

export interface Series {
  name: string
  points: readonly Point[]
  /** @default false */
  dots?: boolean
  /** Of each dot, vertical. */
  bars?: readonly Point[]
  /** Something to hold the others against: a grey, dashed line. @default false */
  reference?: boolean
}

export interface Chart {
  title: string
  /** For those who cannot see it. */
  description: string
  x: string
  y: string
  /** @default [0, 1] */
  yRange?: Point
  series: readonly Series[]
}

const SIZE = { width: 340, height: 250, left: 46, right: 14, top: 10, bottom: 38 }
const TICKS = [0, 0.2, 0.4, 0.6, 0.8, 1]

/** Lines differ in colour and in dash, so that they can be told apart without colour. */
const styles = [
  { colour: '#0a6c8f', dash: 'none' },
  { colour: '#b94700', dash: '7 3' },
  { colour: '#5f3dab', dash: '2 3' },
  { colour: '#0d7356', dash: '8 2 2 2' },
] as const
const referenceStyle = { colour: '#6b7a88', dash: '4 4' } as const

/** A chart over 0 to 1 as a figure with inline SVG: no script, no network, sharp in print. */
export function chart({ title, description, x, y, yRange = [0, 1], series }: Chart): Html {
  const { width, height, left, right, top, bottom } = SIZE
  const [low, high] = yRange
  const across = (value: number) => tenth(left + value * (width - left - right))
  const up = (value: number) =>
    tenth(height - bottom - ((value - low) / (high - low)) * (height - top - bottom))
  const line = (from: Point, to: Point) =>
    html`<line x1="${across(from[0])}" y1="${up(from[1])}" x2="${across(to[0])}" y2="${up(to[1])}" />`

  // A line that leaves the range is cut at the frame; dots and their bars may stand out of it.
  const [plotWidth, plotHeight] = [width - left - right, height - top - bottom]
  const frame = `${left} ${top} ${plotWidth} ${plotHeight}`
  const plot = `x="${left}" y="${top}" width="${plotWidth}" height="${plotHeight}" viewBox="${frame}"`

  const labels = TICKS.map((share) => ({ share, value: low + share * (high - low) }))
  const digits = high - low < 0.5 ? 2 : 1
  const axes = html`<g class="grid">
      ${labels.map(({ share }) => line([share, low], [share, high]))}
      ${labels.map(({ value }) => line([0, value], [1, value]))}
    </g>
    <g class="labels">
      ${labels.map(({ share }) => html`<text x="${across(share)}" y="${up(low) + 15}">${share.toFixed(1)}</text>`)}
      ${labels.map(
        ({ value }) =>
          html`<text class="end" x="${left - 6}" y="${up(value) + 4}">${value.toFixed(digits)}</text>`,
      )}
      <text x="${across(0.5)}" y="${up(low) + 32}">${x}</text>
      <text transform="translate(11 ${up((low + high) / 2)}) rotate(-90)">${y}</text>
    </g>`

  const drawn = series.map((one, index) => {
    const { colour, dash } = one.reference ? referenceStyle : styles[index % styles.length]!
    const path = one.points.map(([at, value]) => `${across(at)},${up(value)}`).join(' ')
    const marks = one.dots
      ? html`<g stroke="${colour}" fill="${colour}">
          ${(one.bars ?? []).map(([from, to], i) => line([one.points[i]![0], from], [one.points[i]![0], to]))}
          ${one.points.map(([at, value]) => html`<circle cx="${across(at)}" cy="${up(value)}" r="3" />`)}
        </g>`
      : html`<svg ${{ html: plot }}>
          <polyline points="${path}" stroke="${colour}" stroke-dasharray="${dash}" />
        </svg>`
    const key = one.dots
      ? html`<circle cx="10" cy="5" r="3" fill="${colour}" />`
      : html`<polyline points="0,5 20,5" stroke="${colour}" stroke-dasharray="${dash}" />`
    const entry = html`<li><svg viewBox="0 0 20 10" aria-hidden="true">${key}</svg>${one.name}</li>`
    return { marks, entry }
  })

  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
      ${axes}${drawn.map(({ marks }) => marks)}
    </svg>
    <ul class="legend">
      ${drawn.map(({ entry }) => entry)}
    </ul>
  </figure>`
}

function tenth(value: number): number {
  return Math.round(10 * value) / 10
}
