import type { SaliencyBand } from '../../../../contract/answer'
import { html, type Html } from '../../../../shared/document/html'

const SIZE = { width: 700, height: 230, left: 62, right: 12, top: 16, bottom: 38 }
const INK = '#0a6c8f'
const BAND = '#f4d9b8'

interface SpectrumFigure {
  title: string
  description: string
  y: string
  wavenumbers: ArrayLike<number>
  intensities: ArrayLike<number>
  /** Marked behind the line. */
  bands?: readonly Pick<SaliencyBand, 'from' | 'to' | 'wavenumber'>[]
}

/** A spectrum over its wavenumbers as a figure with inline SVG: no script, no network, sharp in print. */
export function spectrumFigure({
  title,
  description,
  y,
  wavenumbers,
  intensities,
  bands = [],
}: SpectrumFigure): Html {
  const { width, height, left, right, top, bottom } = SIZE
  const [lowX, highX] = [wavenumbers[0]!, wavenumbers[wavenumbers.length - 1]!]
  const [lowY, highY] = rangeOf(intensities)
  const across = (at: number) => tenth(left + ((at - lowX) / (highX - lowX)) * (width - left - right))
  const up = (value: number) =>
    tenth(height - bottom - ((value - lowY) / (highY - lowY)) * (height - top - bottom))
  const ticksX = ticksOf(lowX, highX)
  const ticksY = ticksOf(lowY, highY, 4)
  const points = Array.from(wavenumbers, (at, i) => `${across(at)},${up(intensities[i]!)}`).join(' ')
  return html`<figure>
    <figcaption>${title}</figcaption>
    <svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${description}">
      ${bands.map(
        ({ from, to }) =>
          html`<rect
            x="${across(Math.max(from, lowX))}"
            y="${top}"
            width="${Math.max(1, across(Math.min(to, highX)) - across(Math.max(from, lowX)))}"
            height="${height - top - bottom}"
            fill="${BAND}"
          />`,
      )}
      <g class="grid">
        ${ticksY.map((value) => html`<line x1="${left}" y1="${up(value)}" x2="${width - right}" y2="${up(value)}" />`)}
      </g>
      <g class="labels">
        ${ticksX.map((at) => html`<text x="${across(at)}" y="${height - bottom + 15}">${at}</text>`)}
        ${ticksY.map((value) => html`<text class="end" x="${left - 6}" y="${up(value) + 4}">${value}</text>`)}
        ${bands.map(({ wavenumber }) => html`<text x="${across(wavenumber)}" y="${top - 4}">${Math.round(wavenumber)}</text>`)}
        <text x="${(left + width - right) / 2}" y="${height - 6}">Raman shift (cm⁻¹)</text>
        <text transform="translate(11 ${(top + height - bottom) / 2}) rotate(-90)">${y}</text>
      </g>
      <polyline points="${points}" stroke="${INK}" style="stroke-width: 1.1" />
    </svg>
  </figure>`
}

function rangeOf(values: ArrayLike<number>): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    low = Math.min(low, values[i]!)
    high = Math.max(high, values[i]!)
  }
  const room = high > low ? 0.06 * (high - low) : 1
  return [low - room, high + room]
}

/** Round numbers within a range. */
function ticksOf(low: number, high: number, most = 7): number[] {
  const rough = (high - low) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((one) => one >= rough)!
  const first = Math.ceil(low / step)
  const count = Math.floor(high / step) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => Number(((first + i) * step).toPrecision(12)))
}

const tenth = (value: number): number => Math.round(10 * value) / 10
